using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Many candidates, whose applications are made by the entities instead of by requests.</summary>
internal sealed partial class Scenario
{
    /// <summary>Applications that have all they need for a decision.</summary>
    public async Task<List<Candidate>> InterviewedAsync(int count)
    {
        var applications = await Intake.InDatabase(async db =>
        {
            var edition = await db.Editions.SingleAsync(e => e.Id == EditionId);
            var terms = await db.EditionTerms.SingleAsync(t => t.EditionId == EditionId);
            var made = Enumerable.Range(0, count).Select(_ => Interviewed(edition, terms, IntakeFixture.Now)).ToList();
            db.AddRange(made);
            await db.SaveChangesAsync();
            return made;
        });
        return [.. applications.Select(application => new Candidate(this, Intake.PersonClient(application.PersonId), application.PersonId, application.Id))];
    }

    /// <summary>Candidates who are admitted at the same moment.</summary>
    public async Task<List<Candidate>> AdmittedAsync(int count)
    {
        var candidates = await InterviewedAsync(count);
        await Task.WhenAll(candidates.Select(candidate => candidate.DecideAsync(Dean, "admit").OkAsync()));
        return candidates;
    }

    /// <summary>Candidates for whom no place is available, in the order of the waiting list.</summary>
    public async Task<List<Candidate>> WaitListedAsync(int count)
    {
        var candidates = await InterviewedAsync(count);
        foreach (var candidate in candidates)
        {
            await candidate.DecideAsync(Dean, "admit").OkAsync();
        }

        return candidates;
    }

    private Application Interviewed(Edition edition, EditionTerms terms, DateTimeOffset now)
    {
        var (person, today) = (Some.Id(), DateOnly.FromDateTime(now.Date));
        var content = new ApplicationContent
        {
            Name = new NameContent { CallName = "Deelnemer", Surname = "Voorbeeld", CertificateName = "D. Voorbeeld" },
            Employer = new EmployerContent { OrganisationId = EmployerId, Name = "Voorbeeldgemeente", From = new DateOnly(2020, 1, 1) },
            Function = "Adviseur",
            Challenge = "Wonen",
            LearningWishes = new LearningWishesContent { Cognitive = "Theorie", Personal = "Praktijk" },
            Motivation = "Groei",
            Capacities = "Ervaring",
        };
        var application = Application.Start(person, edition, content, now).Value;
        Assert.Null(application.Submit(edition, now).Refusal);
        var (dean, manager) = (Member(TeamRole.Dean), Member(TeamRole.ProgrammeManager));
        var interview = new Interview { Id = Some.Id() };
        interview.Apply(Some.Interview(InterviewKind.Intake, edition.Id, person, [dean, manager], application.Id));
        Assert.Null(application.RecordHeld(interview, dean.PersonId, null, now).Refusal);
        var fits = new Criterion { Fits = true, Note = "Past." };
        var criteria = new JudgedCriteria(fits, fits with { }, fits with { });
        TeamMember[] judging = [.. edition.RolesOf(manager.PersonId, today)], confirming = [.. edition.RolesOf(dean.PersonId, today)];
        Assert.Null(application.Judge(judging, new(fits, fits with { }, fits with { }), JudgementMode.OneNote, edition, now).Refusal);
        Assert.Null(application.ConfirmJudgement(confirming, Assert.Single(application.EffectiveJudgements).Id, edition, now).Refusal);
        Assert.Null(application.RequestAgreement(new AgreementRequest(), null, terms.TermsFor(edition), hasContact: true, now, TimeSpan.FromDays(28)).Refusal);
        var granting = new GrantAgreementRequest
        {
            KvkNumber = "12345678",
            InvoiceAddress = new() { Recipient = "Voorbeeldgemeente", AddressLine = "Postbus 1", PostalCode = "1234 AB", Place = "Voorbeeldstad" },
            AgreedByName = "A. Manager",
            AgreedByFunction = "Afdelingshoofd",
            AgreesToTime = true,
            AgreesToPrice = true,
            PriceInCents = terms.TermsFor(edition)!.PriceInCents,
            TermsVersion = terms.Version,
        };
        Assert.Null(application.GrantAgreement(application.Agreement!.Id, granting, null, terms, edition, now).Refusal);
        Assert.Equal(ApplicationStatus.Interviewed, application.Status);
        return application;
    }
}
