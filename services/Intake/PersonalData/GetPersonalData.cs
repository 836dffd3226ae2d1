using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.PersonalData;

/// <summary>Downloads the personal data of the caller (GDPR, articles 15 and 20). A test checks that every table is covered.</summary>
internal static class GetPersonalData
{
    public static async Task<Ok<PersonalDataDocument>> HandleAsync(
        Caller caller, IntakeDbContext db, ProgrammeClock clock, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.ContentDisposition = "attachment; filename=\"metropool-intake.json\"";
        var personId = caller.RequiredPersonId();
        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
        var applications = await db.Applications.AsNoTracking().OwnedBy(caller)
            .WithParts().OrderBy(a => a.Id).ToListAsync(cancellationToken);
        var personalApplications = new List<PersonalApplication>();
        foreach (var application in applications)
        {
            personalApplications.Add(await ApplicationAsync(application, db, clock.Today, cancellationToken));
        }

        return TypedResults.Ok(new PersonalDataDocument
        {
            PersonId = personId,
            DisplayName = await db.People.Where(person => person.PersonId == personId)
                .Select(person => person.DisplayName).SingleOrDefaultAsync(cancellationToken),
            Applications = personalApplications,
            TeamRoles = await TeamRolesAsync(personId, db, cancellationToken),
            PanelSeats = await PanelSeatsAsync(personId, db, cancellationToken),
        });
    }

    private static Task<List<PersonalTeamRole>> TeamRolesAsync(Guid personId, IntakeDbContext db, CancellationToken cancellationToken) => db.Editions
        .SelectMany(
            edition => edition.Team.Where(member => member.PersonId == personId),
            (edition, member) => new { edition.Id, edition.Name, Member = member })
        .OrderBy(row => row.Member.From).ThenBy(row => row.Id)
        .Select(row => new PersonalTeamRole
        {
            EditionId = row.Id,
            EditionName = row.Name,
            DisplayName = row.Member.DisplayName,
            Role = row.Member.Role,
            Deputy = row.Member.Deputy,
            From = row.Member.From,
            Until = row.Member.Until,
        })
        .ToListAsync(cancellationToken);

    private static Task<List<PersonalPanelSeat>> PanelSeatsAsync(Guid personId, IntakeDbContext db, CancellationToken cancellationToken) => db.Interviews
        .SelectMany(
            interview => interview.Panel.Where(member => member.PersonId == personId),
            (interview, member) => new { interview.Id, interview.StartsAt, Member = member })
        .OrderBy(row => row.StartsAt).ThenBy(row => row.Id)
        .Select(row => new PersonalPanelSeat
        {
            InterviewId = row.Id,
            StartsAt = row.StartsAt,
            DisplayName = row.Member.DisplayName,
            Role = row.Member.Role,
            Deputy = row.Member.Deputy,
        })
        .ToListAsync(cancellationToken);

    private static async Task<PersonalApplication> ApplicationAsync(
        Application application, IntakeDbContext db, DateOnly today, CancellationToken cancellationToken)
    {
        // The candidate can't read one of two separate judgements until both are complete.
        var judgements = application.Judgements
            .Where(judgement => application.IsVisible(judgement, application.PersonId)).ToDictionary(judgement => judgement.Id);
        var history = await db.History.AsNoTracking()
            .Where(entry => entry.ApplicationId == application.Id).OrderBy(entry => entry.Id).ToListAsync(cancellationToken);
        var interviews = await db.Interviews.AsNoTracking()
            .Where(interview => interview.ApplicationId == application.Id).OrderBy(interview => interview.StartsAt).ToListAsync(cancellationToken);
        return new PersonalApplication
        {
            Application = await db.DetailAsync(application, today, cancellationToken),
            Judgements = [.. judgements.Values.OrderBy(judgement => judgement.Number).Select(JudgementDetail.Of)],
            Agreements = [.. application.Agreements.OrderBy(a => a.Number).Select(CandidateAgreementDetail.Of)],
            EmployerReferences = await ReferencesAsync(application, db, cancellationToken),
            Offers = await db.Offers.Where(offer => offer.ApplicationId == application.Id).OrderBy(offer => offer.Id)
                .Select(offer => OfferDetail.Of(offer)).ToListAsync(cancellationToken),
            History = [.. history.Select(entry => HistoryEntryDetail.Of(entry, judgements))],
            Interviews = [.. interviews.Select(interview => InterviewDetail.Of(interview, application.Interview))],
            Participations = await db.Participations.Where(p => p.ApplicationId == application.Id)
                .Select(p => new PersonalParticipation { ParticipationId = p.Id, EditionId = p.EditionId, Status = p.Status }).ToListAsync(cancellationToken),
        };
    }

    private static async Task<IReadOnlyList<PersonalReference>> ReferencesAsync(
        Application application, IntakeDbContext db, CancellationToken cancellationToken)
    {
        var nominations = await db.Nominations.Where(nomination => nomination.ApplicationId == application.Id).OrderBy(nomination => nomination.Id)
            .Select(nomination => new { nomination.EmployerName, nomination.ExternalReference }).ToListAsync(cancellationToken);
        return
        [
            .. nominations
                .Concat(application.Agreements.OrderBy(a => a.Number).Select(agreement => new { agreement.EmployerName, agreement.ExternalReference }))
                .Where(row => row.ExternalReference is not null)
                .Select(row => new PersonalReference { Employer = row.EmployerName, ExternalReference = row.ExternalReference! })
                .Distinct(),
        ];
    }
}
