using System.Net;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Interviews;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>R15 under load.</summary>
public sealed class CapacityTests(IntakeFixture intake)
{
    private const int Places = 20;
    private const int Free = 5;

    [Fact]
    public async Task R15_Of_two_hundred_admissions_at_once_for_the_last_five_places_exactly_five_are_made()
    {
        var scene = await Scene.OpenAsync(intake, capacity: Places);
        var admitted = await InterviewedAsync(scene, Places - Free);
        await Task.WhenAll(admitted.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()));
        var candidates = await InterviewedAsync(scene, 200);

        var decisions = await Task.WhenAll(candidates.Select((candidate, index) =>
            candidate.DecideAsync(index % 2 == 0 ? scene.Dean : scene.Manager, "admit").OkAsync()));

        var outcomes = candidates.Zip(decisions, (candidate, decision) => (candidate.ApplicationId, Status: decision.Text("status"), Position: decision.At("waitListPosition")?.GetValue<int>())).ToList();
        Assert.Equal(Free, outcomes.Count(outcome => outcome.Status == "admitted"));
        Assert.Equal(200 - Free, outcomes.Count(outcome => outcome.Status == "waitListed"));

        // The history says in which order they were decided: the first five were admitted, the others wait in that order.
        var order = await DecidedAsync(scene);
        Assert.All(order.Skip(Places - Free).Take(Free), entry => Assert.Equal(HistoryKind.Admitted, entry.What));
        var waiting = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/waiting-list").OkAsync();
        Assert.Equal(order.Skip(Places).Select(entry => entry.ApplicationId), waiting.AsArray().Select(line => line!.Id("applicationId")));
        Assert.Equal(Enumerable.Range(1, 200 - Free), waiting.AsArray().Select(line => line!.Number("position")));
        // Nobody was told another place than the one that they have: none of them moved.
        Assert.All(waiting.AsArray(), line => Assert.Equal(line!.Number("position"), outcomes.Single(outcome => outcome.ApplicationId == line!.Id("applicationId")).Position));
    }

    [Fact]
    public async Task R15_The_capacity_is_not_lowered_below_the_places_that_are_given_out_at_the_same_moment()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 10);
        var candidates = await InterviewedAsync(scene, 10);

        var admitting = candidates.Select(candidate => candidate.DecideAsync(scene.Dean, "admit").OkAsync()).ToList();
        using var lowering = await scene.Manager.PutAsync(
            $"/intake/v1/editions/{scene.Edition.EditionId}/terms",
            new { capacity = 4, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>() });
        var decisions = await Task.WhenAll(admitting);

        var terms = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync();
        Assert.True(terms.Number("placesTaken") <= terms.Number("capacity"), terms.ToJsonString());
        Assert.Equal(lowering.StatusCode == HttpStatusCode.OK ? 4 : 10, decisions.Count(decision => decision.Text("status") == "admitted"));
    }

    /// <summary>Candidates who need only a decision, as the rules make them but without the requests.</summary>
    private async Task<List<Candidate>> InterviewedAsync(Scene scene, int count)
    {
        var now = IntakeFixture.Now;
        var people = Enumerable.Range(0, count).Select(_ => Some.Id()).ToList();
        var applications = await intake.InDatabase<IntakeDbContext, List<Application>>(async db =>
        {
            var edition = await db.Editions.SingleAsync(e => e.Id == scene.Edition.EditionId);
            var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == edition.Id);
            var made = people.Select(person => Interviewed(scene, edition, terms, person, now)).ToList();
            db.AddRange(made);
            await db.SaveChangesAsync();
            return made;
        });
        return [.. applications.Select(application => new Candidate(intake, scene, intake.ClientFor(TestCaller.Person(application.PersonId)), application.PersonId, application.Id))];
    }

    private static Application Interviewed(Scene scene, Edition edition, EditionTerms terms, Guid person, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.Date);
        var content = new ApplicationContent
        {
            Name = new NameContent { CallName = "Deelnemer", Surname = "Voorbeeld", CertificateName = "D. Voorbeeld" },
            Employer = new EmployerContent { Name = "Voorbeeldgemeente", From = new DateOnly(2020, 1, 1) },
            Function = "Adviseur",
            Challenge = "Wonen",
            LearningWishes = new LearningWishesContent { Cognitive = "Theorie", Personal = "Praktijk" },
            Motivation = "Groei",
            Capacities = "Ervaring",
        };
        var application = Application.Start(person, edition, content, now, today).Value;
        Assert.Null(application.Submit(edition, now, today).Refusal);
        var (dean, manager) = (scene.Role(TeamPart.Dean), scene.Role(TeamPart.ProgrammeManager));
        var interview = new Interview { Id = Some.Id() };
        interview.Apply(Some.Interview(InterviewKind.Intake, edition.Id, person, [dean, manager], application.Id), application.Id);
        Assert.Null(application.RecordHeld(interview, dean.PersonId, null, now).Refusal);
        var fits = new Criterion { Fits = true, Note = "Past." };
        Assert.Null(application.Judge([.. edition.PartsOf(manager.PersonId, today)], fits, fits with { }, fits with { }, now).Refusal);
        Assert.Null(application.ConfirmJudgement([.. edition.PartsOf(dean.PersonId, today)], application.Judgement!.Id, edition, now, today).Refusal);
        Assert.Null(application.AskAgreement(new AgreementRequest { ContactEmail = "manager@voorbeeldgemeente.example" }, terms.Agree(edition), now, TimeSpan.FromDays(1)).Refusal);
        Assert.Null(application.GrantAgreement(application.Agreement!.Id, Grant(edition, terms), null, terms, edition, now).Refusal);
        Assert.Equal(ApplicationStatus.Interviewed, application.Status);
        return application;
    }

    private static GrantAgreementRequest Grant(Edition edition, EditionTerms terms) => new()
    {
        KvkNumber = "12345678",
        InvoiceAddress = new InvoiceAddress { Recipient = "Crediteuren", AddressLine = "Postbus 1", PostalCode = "1234 AB", Place = "Voorbeeldstad" },
        AgreedByName = "A. Manager",
        AgreedByFunction = "Afdelingshoofd",
        AgreesToTime = true,
        AgreesToPrice = true,
        PriceInCents = terms.Agree(edition)!.PriceInCents,
        TermsVersion = terms.Version,
    };

    private Task<List<HistoryEntry>> DecidedAsync(Scene scene) => intake.InDatabase<IntakeDbContext, List<HistoryEntry>>(db => db.History.AsNoTracking()
        .Where(entry => db.Applications.Any(a => a.Id == entry.ApplicationId && a.EditionId == scene.Edition.EditionId)
            && (entry.What == HistoryKind.Admitted || entry.What == HistoryKind.WaitListed))
        .OrderBy(entry => entry.Id)
        .ToListAsync());
}
