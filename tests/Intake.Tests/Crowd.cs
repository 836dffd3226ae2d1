using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Interviews;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Many candidates at once.</summary>
internal static class Crowd
{
    /// <summary>Candidates who need only a decision, as the rules make them but without the requests.</summary>
    public static async Task<List<Candidate>> CrowdAsync(this Scene scene, IntakeFixture intake, int count)
    {
        var now = IntakeFixture.Now;
        var people = Enumerable.Range(0, count).Select(_ => Some.Id()).ToList();
        var applications = await intake.InDatabase<IntakeDbContext, List<Application>>(async db =>
        {
            var edition = await db.Editions.SingleAsync(e => e.Id == scene.Edition.EditionId);
            var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == scene.Edition.EditionId);
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
            Employer = new EmployerContent { OrganisationId = scene.EmployerId, Name = "Voorbeeldgemeente", From = new DateOnly(2020, 1, 1) },
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
        Assert.Null(application.Judge([.. edition.PartsOf(manager.PersonId, today)], fits, fits with { }, fits with { }, JudgementMode.OneNote, edition, now, today).Refusal);
        Assert.Null(application.ConfirmJudgement([.. edition.PartsOf(dean.PersonId, today)], Assert.Single(application.JudgementsThatCount).Id, edition, now, today).Refusal);
        Assert.Null(application.AskAgreement(new AgreementRequest(), null, terms.Agree(edition), hasContact: true, now, TimeSpan.FromDays(28)).Refusal);
        var granting = new GrantAgreementRequest
        {
            KvkNumber = "12345678",
            InvoiceAddress = new() { Recipient = "Voorbeeldgemeente", AddressLine = "Postbus 1", PostalCode = "1234 AB", Place = "Voorbeeldstad" },
            AgreedByName = "A. Manager",
            AgreedByFunction = "Afdelingshoofd",
            AgreesToTime = true,
            AgreesToPrice = true,
            PriceInCents = terms.Agree(edition)!.PriceInCents,
            TermsVersion = terms.Version,
        };
        Assert.Null(application.GrantAgreement(application.Agreement!.Id, granting, null, terms, edition, now).Refusal);
        Assert.Equal(ApplicationStatus.Interviewed, application.Status);
        return application;
    }
}
