using Metropool.Intake.Applications;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The database use of every GET request.</summary>
public sealed class DatabaseUseTests(IntakeFixture intake) : DatabaseUseTests<Program>(intake)
{
    private readonly IntakeFixture _intake = intake;
    private readonly Guid _personId = Some.Id();
    private readonly List<EditionTeamMember> _deputies = [.. Enumerable.Range(0, 1 + Many).Select(_ => Some.TeamMember(TeamRole.Dean, deputy: true))];
    private Scenario _scenario = null!;
    private Scenario _full = null!;
    private Candidate _candidate = null!;
    private Candidate _invoiced = null!;
    private DateOnly _employedFrom = new(2020, 1, 1);

    protected override async Task<IReadOnlyCollection<MeasuredRequest>> AddFewAsync()
    {
        _scenario = await Scenario.CreateAsync(_intake, team: [.. Some.Team(), .. _deputies]);
        await _scenario.SetTermsAsync(500, successorsUntil: "2025-10-31");
        _full = await Scenario.CreateAsync(_intake, capacity: 1);
        await _full.AdmittedAsync(1);
        _invoiced = Assert.Single(await _scenario.InterviewedAsync(1));
        var nomination = await _scenario.NominateAsync(Mailbox.NewAddress()).OkAsync();
        _candidate = await _scenario.HeldAsync();
        await AddAsync(Few);
        await AddChildrenAsync(1);
        var (manager, employer) = (_scenario.Manager, _scenario.Employer);
        var agreementId = await _invoiced.AgreementIdAsync();
        return
        [
            new("GetProgrammeTime", manager, "/intake/v1/programme-time", Children.None),
            // A person has few applications, each of which is read as a detail: its children grow here, and not the number of applications.
            new("GetPersonalData", _candidate.Client, "/intake/v1/personal-data"),
            new("ListEditions", manager, "/intake/v1/editions"),
            new("ListEmployerEditions", employer, "/intake/v1/employer/editions"),
            new("GetEditionTerms", manager, $"{_scenario.Path}/terms", Children.None),
            new("ListWaitingCandidates", _full.Manager, $"{_full.Path}/waiting-list"),
            new("CountRemovedApplications", manager, $"{_scenario.Path}/removed-applications", Children.None),
            new("ListAnnouncedEditions", _intake.ClientFor(TestCaller.Anonymous), "/intake/v1/announced-editions"),
            new("ListApplications", manager, $"/intake/v1/applications?editionId={_scenario.EditionId}"),
            new("GetApplication", _candidate.Client, _candidate.Path) { Unreturned = 2 * Many },
            new("ListMyApplications", _intake.PersonClient(_personId), "/intake/v1/applications/mine"),
            new("ListApplicationHistory", _candidate.Client, $"{_candidate.Path}/history") { Unreturned = 4 * Many },
            new("CountApplications", manager, $"/intake/v1/applications/counts?editionId={_scenario.EditionId}", Children.None),
            new("ExportApplications", manager, $"/intake/v1/applications/export?editionId={_scenario.EditionId}"),
            new("GetInvoice", manager, $"{_invoiced.Path}/invoice", Children.None),
            new("ListAgreements", employer, "/intake/v1/agreements"),
            new("GetAgreement", employer, $"/intake/v1/agreements/{agreementId}", Children.None),
            new("ListNominations", employer, "/intake/v1/nominations"),
            new("GetNomination", employer, $"/intake/v1/nominations/{nomination.Id()}", Children.None),
            new("ListSuccessions", employer, "/intake/v1/successions"),
            new("ListHeldPlaces", manager, $"{_scenario.Path}/held-places"),
            new("ListParkedMails", _intake.ClientFor(TestCaller.Administrator(Some.Id())), "/intake/v1/outgoing-mails/parked"),
        ];
    }

    protected override async Task AddManyAsync()
    {
        await AddAsync(Many);
        await AddChildrenAsync(Many);
    }

    private async Task AddAsync(int count)
    {
        await _scenario.InterviewedAsync(count);
        foreach (var admitted in await _scenario.AdmittedAsync(count))
        {
            await admitted.WithdrawAsync().OkAsync();
        }

        await _full.WaitListedAsync(count);
        for (var i = 0; i < count; i++)
        {
            await _scenario.NominateAsync(Mailbox.NewAddress()).OkAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var open = await Scenario.CreateAsync(_intake, capacity: 20);
            await open.DraftAsync(personId: _personId);
            await (await Scenario.CreateAsync(_intake, status: EditionStatus.Draft)).AnnounceAsync();
        }));
        await _intake.InDatabase(db =>
        {
            db.AddRange(Enumerable.Range(0, count).Select(_ => ParkedMail()));
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
    }

    /// <summary>Adds children of every kind to one application, and to another one that keeps its agreement.</summary>
    private async Task AddChildrenAsync(int count)
    {
        await _intake.InDatabase(async db =>
        {
            var application = await db.Applications.SingleAsync(a => a.Id == _invoiced.ApplicationId, TestContext.Current.CancellationToken);
            foreach (var number in Enumerable.Range(1, count))
            {
                Assert.Null(application.Employers.Change(_scenario.EmployerId, "Voorbeeldgemeente", _employedFrom.AddDays(number)));
                var conflict = new ConflictOfInterest { PersonId = Some.Id(), DisplayName = "Medewerker", DeclaredAt = IntakeFixture.Now, JudgingStep = 0 };
                application.Conflicts.Add(conflict);
            }

            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        for (var i = 0; i < count; i++)
        {
            _employedFrom = _employedFrom.AddDays(30);
            await _candidate.JudgeAsync(_scenario.Manager).OkAsync();
            await _candidate.ChangeEmployerAsync(_scenario.EmployerId, $"{_employedFrom:O}").OkAsync();
            await _candidate.DeclareConflictAsync(_scenario.Dean, NextDeputy()).OkAsync();
        }

        await AddAgreementsAsync(count);
    }

    /// <summary>Adds agreements that were requested and withdrawn. The service limits how many are mailed in an hour.</summary>
    private Task<int> AddAgreementsAsync(int count) => _intake.InDatabase(async db =>
    {
        var application = await db.Applications.WithParts().SingleAsync(a => a.Id == _candidate.ApplicationId, TestContext.Current.CancellationToken);
        for (var i = 0; i < count; i++)
        {
            Assert.Null(application.RequestAgreement(new(), null, null, hasContact: true, IntakeFixture.Now, TimeSpan.FromDays(28)).Refusal);
            Assert.Null(application.WithdrawAgreement(IntakeFixture.Now).Refusal);
        }

        return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    private Guid NextDeputy()
    {
        var deputy = _deputies[^1];
        _deputies.Remove(deputy);
        return deputy.PersonId;
    }

    private static OutgoingMail ParkedMail()
    {
        var now = IntakeFixture.Now;
        return new()
        {
            MailId = Some.Id(), Kind = "test", Recipient = Mailbox.NewAddress(), Subject = "s", Text = "t", CreatedAt = now, TriedSince = now, ParkedAt = now,
        };
    }
}
