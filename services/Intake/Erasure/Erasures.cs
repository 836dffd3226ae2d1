using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Retention;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Erasure;

/// <summary>
/// Forgets a person whom Identity has erased (AVG, article 17), in the caller's transaction. Their own applications go whole; what others have of them stays and names nobody.
/// ADR 22 says what remains. Doing it again does no harm.
/// </summary>
internal sealed class Erasures(IntakeDbContext db, Removals removals, IKeptAnswers answers, IMessageErasure messages, FreePlaces freePlaces)
{
    public async Task EraseAsync(Guid personId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"INSERT INTO erased_people (person_id) VALUES ({personId}) ON CONFLICT DO NOTHING", cancellationToken);
        await answers.ForgetAsync(personId, cancellationToken);
        await RemoveApplicationsAsync(personId, cancellationToken);
        await NameNobodyAsync(personId, cancellationToken);
        // After the applications, so that a change that was committed while these were waited for is found too. Their last states, published just now, hold
        // no one's data and stay.
        await messages.DiscardUnsentAsync(personId, cancellationToken);
    }

    private async Task RemoveApplicationsAsync(Guid personId, CancellationToken cancellationToken)
    {
        // A place may come free: under the lock of each edition, in one order, as every decision about a place (R15).
        var editions = await db.Applications.Where(a => a.PersonId == personId).Select(a => a.EditionId).Distinct().OrderBy(id => id).ToListAsync(cancellationToken);
        await db.LockTermsAsync([.. editions], cancellationToken);
        await removals.RemoveAsync(await db.Applications.Where(a => a.PersonId == personId).OrderBy(a => a.Id).ToListAsync(cancellationToken), cancellationToken);
        foreach (var editionId in editions)
        {
            await freePlaces.OfferAsync(editionId, cancellationToken);
        }
    }

    // The trigger of the history lets through that a line names nobody any more, where who is named was erased.
    private async Task NameNobodyAsync(Guid personId, CancellationToken cancellationToken)
    {
        var (nobody, name) = (ErasedPerson.Nobody, ErasedPerson.Name);
        await db.Database.ExecuteSqlAsync($"UPDATE application_history SET concerns_id = {nobody}, concerns = {name} WHERE concerns_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE application_conflicts SET person_id = {nobody}, display_name = {name} WHERE person_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM people WHERE person_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM edition_team_members WHERE person_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE interview_panel_members SET person_id = {nobody}, display_name = {name} WHERE person_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE judgements SET author_id = {nobody}, author_name = {name} WHERE author_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE judgements SET confirmed_by_person_id = {nobody}, confirmed_by_display_name = {name} WHERE confirmed_by_person_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE applications SET decision_by_id = {nobody}, decision_by_name = {name} WHERE decision_by_id = {personId}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE applications SET interview = jsonb_set(interview, ARRAY['Panel'], (
                SELECT jsonb_agg(CASE WHEN seat ->> 'PersonId' = {personId.ToString()} THEN seat || jsonb_build_object('PersonId', {nobody}, 'DisplayName', {name}) ELSE seat END ORDER BY number)
                FROM jsonb_array_elements(interview -> 'Panel') WITH ORDINALITY AS seats (seat, number)))
            WHERE interview @> jsonb_build_object('Panel', jsonb_build_array(jsonb_build_object('PersonId', {personId.ToString()})))
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE application_history SET by_person_id = {nobody}, by_display_name = {name} WHERE by_person_id = {personId}", cancellationToken);
    }
}
