using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.PersonalData;

/// <summary>Somebody downloads what Intake keeps of them (AVG, articles 15 and 20). A test asks of every table whether it is in here.</summary>
internal static class GetPersonalData
{
    public static async Task<Ok<PersonalDataDocument>> HandleAsync(Caller caller, IntakeDbContext db, ProgrammeClock clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var me = caller.Me();
        response.Headers.ContentDisposition = "attachment; filename=\"metropool-intake.json\"";
        var applications = await db.Applications.AsNoTracking().OwnedBy(caller).Include(a => a.Judgements).AsSplitQuery().OrderBy(a => a.Id).ToListAsync(cancellationToken);
        var own = new List<PersonalApplication>();
        foreach (var application in applications)
        {
            own.Add(await OfAsync(application, db, clock.Today, cancellationToken));
        }

        return TypedResults.Ok(new PersonalDataDocument
        {
            PersonId = me,
            DisplayName = await db.People.Where(person => person.PersonId == me).Select(person => person.DisplayName).SingleOrDefaultAsync(cancellationToken),
            Applications = own,
            TeamParts = await db.Editions
                .SelectMany(edition => edition.Team.Where(member => member.PersonId == me), (edition, member) => new { edition.Id, edition.Name, Member = member })
                .OrderBy(row => row.Member.From).ThenBy(row => row.Id)
                .Select(row => new PersonalTeamPart(row.Id, row.Name, row.Member.DisplayName, row.Member.Part, row.Member.Deputy, row.Member.From, row.Member.Until))
                .ToListAsync(cancellationToken),
            PanelSeats = await db.Interviews
                .SelectMany(interview => interview.Panel.Where(member => member.PersonId == me), (interview, member) => new { interview.Id, interview.StartsAt, Member = member })
                .OrderBy(row => row.StartsAt).ThenBy(row => row.Id)
                .Select(row => new PersonalSeat(row.Id, row.StartsAt, row.Member.DisplayName, row.Member.Part, row.Member.Deputy))
                .ToListAsync(cancellationToken),
        });
    }

    private static async Task<IReadOnlyList<PersonalReference>> ReferencesAsync(
        Application application, IntakeDbContext db, CancellationToken cancellationToken)
    {
        var nominations = await db.Nominations.AsNoTracking()
            .Where(nomination => nomination.ApplicationId == application.Id && nomination.ExternalReference != null)
            .OrderBy(nomination => nomination.Id).ToListAsync(cancellationToken);
        return
        [
            .. nominations.Select(nomination => new PersonalReference(nomination.EmployerName, nomination.ExternalReference!))
                .Concat(application.Agreements.Where(agreement => agreement.ExternalReference is not null)
                    .Select(agreement => new PersonalReference(agreement.EmployerName, agreement.ExternalReference!)))
                .Distinct(),
        ];
    }

    private static async Task<PersonalApplication> OfAsync(Application application, IntakeDbContext db, DateOnly today, CancellationToken cancellationToken)
    {
        // One of two separate judgements is its author's alone until both are in.
        var judgements = application.Judgements.Where(judgement => application.IsReadable(judgement, application.PersonId)).ToDictionary(judgement => judgement.Id);
        var history = await db.History.AsNoTracking().Where(entry => entry.ApplicationId == application.Id).OrderBy(entry => entry.Id).ToListAsync(cancellationToken);
        var interviews = await db.Interviews.AsNoTracking().Where(interview => interview.ApplicationId == application.Id).OrderBy(interview => interview.StartsAt).ToListAsync(cancellationToken);
        return new PersonalApplication
        {
            Application = await db.DetailAsync(application, today, cancellationToken),
            Judgements = [.. judgements.Values.OrderBy(judgement => judgement.Number).Select(JudgementView.Of)],
            Agreements = [.. application.Agreements.Select(AgreementView.Of)],
            EmployerReferences = await ReferencesAsync(application, db, cancellationToken),
            Offers = await db.Offers.Where(offer => offer.ApplicationId == application.Id).OrderBy(offer => offer.Id).Select(offer => OfferView.Of(offer)).ToListAsync(cancellationToken),
            History = [.. history.Select(entry => HistoryLine.Of(entry, judgements))],
            Interviews = [.. interviews.Select(interview => InterviewView.Of(interview, application.Interview))],
            Participations = await db.Participations.Where(p => p.ApplicationId == application.Id)
                .Select(p => new PersonalParticipation(p.Id, p.EditionId, p.Status)).ToListAsync(cancellationToken),
        };
    }
}
