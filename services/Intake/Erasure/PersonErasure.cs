using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Retention;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Erasure;

/// <summary>
/// Erases a person whom Identity erased (GDPR, article 17), in the caller's transaction. Their own applications are removed; in the data of others a
/// placeholder replaces them (ADR 22). It can be repeated.
/// </summary>
internal sealed class PersonErasure(
    IntakeDbContext db, ApplicationRemoval removal, IStoredResponses responses, IMessageErasure messages, PlaceAllocator allocator)
{
    public async Task EraseAsync(Guid personId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"INSERT INTO erased_people (person_id) VALUES ({personId}) ON CONFLICT DO NOTHING", cancellationToken);
        await responses.EraseAsync(personId, cancellationToken);
        await RemoveApplicationsAsync(personId, cancellationToken);
        await AnonymizeAsync(personId, cancellationToken);
        // Last, so that it finds events of changes that were committed while this waited for locks. The events that the removal just published contain no
        // personal data, and stay.
        await messages.DiscardUnsentAsync(personId, cancellationToken);
    }

    private async Task RemoveApplicationsAsync(Guid personId, CancellationToken cancellationToken)
    {
        // A place may become available: every decision about a place locks the terms of the edition, in the order of ids (R15).
        var editions = await db.Applications.Where(a => a.PersonId == personId)
            .Select(a => a.EditionId).Distinct().OrderBy(id => id).ToListAsync(cancellationToken);
        await db.LockTermsAsync([.. editions], cancellationToken);
        await removal.RemoveAsync(
            await db.Applications.WithParts().Where(a => a.PersonId == personId).OrderBy(a => a.Id).ToListAsync(cancellationToken), cancellationToken);
        foreach (var editionId in editions)
        {
            await allocator.OfferAvailablePlacesAsync(editionId, cancellationToken);
        }
    }

    // The trigger of the history allows that the placeholder replaces an erased person.
    private async Task AnonymizeAsync(Guid personId, CancellationToken cancellationToken)
    {
        var (id, name, personText) = (ErasedPerson.ReplacementId, ErasedPerson.ReplacementName, personId.ToString());
        FormattableString[] statements =
        [
            $"UPDATE application_history SET concerns_id = {id}, concerns = {name} WHERE concerns_id = {personId}",
            $"UPDATE application_conflicts SET person_id = {id}, display_name = {name} WHERE person_id = {personId}",
            $"DELETE FROM people WHERE person_id = {personId}",
            $"DELETE FROM edition_team_members WHERE person_id = {personId}",
            $"UPDATE interview_panel_members SET person_id = {id}, display_name = {name} WHERE person_id = {personId}",
            $"UPDATE judgements SET author_id = {id}, author_name = {name} WHERE author_id = {personId}",
            $"""
            UPDATE judgements SET confirmed_by_person_id = {id}, confirmed_by_display_name = {name}
            WHERE confirmed_by_person_id = {personId}
            """,
            $"UPDATE applications SET decision_by_id = {id}, decision_by_name = {name} WHERE decision_by_id = {personId}",
            $"""
            UPDATE applications SET interview = jsonb_set(interview, ARRAY['Panel'], (
                SELECT jsonb_agg(
                    CASE WHEN seat ->> 'PersonId' = {personText} THEN seat || jsonb_build_object('PersonId', {id}, 'DisplayName', {name}) ELSE seat END
                    ORDER BY number)
                FROM jsonb_array_elements(interview -> 'Panel') WITH ORDINALITY AS seats (seat, number)))
            WHERE interview @> jsonb_build_object('Panel', jsonb_build_array(jsonb_build_object('PersonId', {personText})))
            """,
            $"UPDATE application_history SET by_person_id = {id}, by_display_name = {name} WHERE by_person_id = {personId}",
        ];
        foreach (var statement in statements)
        {
            await db.Database.ExecuteSqlAsync(statement, cancellationToken);
        }
    }
}
