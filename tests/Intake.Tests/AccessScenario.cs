namespace Metropool.Intake.Tests;

/// <summary>The kinds of callers.</summary>
public enum CallerKind
{
    Anonymous,
    Stranger,
    Candidate,
    OtherCandidate,
    Dean,
    DeputyDean,
    ProgrammeManager,
    ProjectManager,
    Trainer,
    FormerDean,
    DeanOfAnotherEdition,
    DeanWithoutStaffRole,
    OtherStaff,
    Administrator,
    EmployerContact,
    EmployerClient,
    OtherEmployerClient,
}

/// <summary>How far an application is.</summary>
public enum Stage
{
    None,
    Draft,
    Submitted,
    SubmittedByName,
    InConflict,
    Nominated,
    PlaceHeld,
    Requested,
    Booked,
    Held,
    Judged,
    Interviewed,
    Offered,
    Lapsed,
    Admitted,
}

/// <summary>An edition with every kind of caller, for one test class.</summary>
public sealed class AccessScenario(IntakeFixture intake) : IAsyncLifetime
{
    private readonly Dictionary<Stage, AccessCase> _shared = [];
    private readonly EditionTeamMember _deputy = Some.TeamMember(TeamRole.Dean, deputy: true);
    private readonly EditionTeamMember _former = Some.TeamMember(TeamRole.Dean) with { Until = new DateOnly(2025, 9, 11) };
    private readonly EditionTeamMember _unappointed = Some.TeamMember(TeamRole.Dean);
    private readonly Guid _otherEmployer = Some.Id();
    private Scenario _scenario = null!;
    private Scenario _elsewhere = null!;
    private Candidate _other = null!;

    public async ValueTask InitializeAsync()
    {
        _scenario = await Scenario.CreateAsync(intake, team: [.. Some.Team(), _deputy, _former, _unappointed]);
        await _scenario.SetTermsAsync(500, successorsUntil: "2025-10-31");
        await intake.HandledAsync(Some.Organisation(_otherEmployer));
        _elsewhere = await Scenario.CreateAsync(intake);
        _other = await _scenario.SubmittedAsync();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            _shared[stage] = await NewAsync(stage);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal AccessCase Shared(Stage stage) => _shared[stage];

    /// <summary>An application at a stage, which a caller can take further.</summary>
    internal async Task<AccessCase> NewAsync(Stage stage, CallerKind caller = CallerKind.Dean)
    {
        var candidate = await CandidateAsync(stage);
        var access = new AccessCase(_scenario, candidate, _former.PersonId);
        switch (stage)
        {
            case Stage.InConflict:
                await candidate.DeclareConflictAsync(_scenario.Manager, _former.PersonId).OkAsync();
                break;
            case Stage.Requested:
                return access with { AgreementId = await candidate.AskedAsync() };
            case Stage.Nominated:
                var email = Mailbox.NewAddress();
                var nomination = await _scenario.NominateAsync(email).OkAsync();
                return access with { NominationId = nomination.Id(), NominationCode = await intake.CodeMailedAsync(email) };
            case Stage.PlaceHeld:
                await candidate.WithdrawAsync().OkAsync();
                return access with { SuccessionId = (await _scenario.HeldPlacesAsync())[^1].Id() };
            case Stage.Judged:
                await candidate.JudgeAsync(caller == CallerKind.ProgrammeManager ? _scenario.Dean : _scenario.Manager).OkAsync();
                break;
            case Stage.Offered:
                await candidate.DecideAsync(_scenario.Dean, "waitList").OkAsync();
                await (await _scenario.AdmittedAsync()).WithdrawAsync().OkAsync();
                break;
            case Stage.Lapsed:
                await candidate.Scenario.CancelAsync();
                break;
        }

        return access;
    }

    private async Task<Candidate> CandidateAsync(Stage stage) => stage switch
    {
        Stage.None => _other with { PersonId = Some.Id() },
        Stage.Nominated => _other,
        Stage.Draft => await _scenario.DraftAsync(),
        Stage.Submitted or Stage.InConflict or Stage.Requested => await _scenario.SubmittedAsync(),
        Stage.SubmittedByName => await _scenario.SubmittedByNameAsync(),
        Stage.Booked => await _scenario.BookedAsync(),
        Stage.Held or Stage.Judged => await _scenario.HeldAsync(),
        Stage.Interviewed or Stage.Offered => await _scenario.InterviewedAsync(),
        Stage.Lapsed => await (await Scenario.CreateAsync(intake)).SubmittedAsync(),
        _ => await _scenario.AdmittedAsync(),
    };

    internal TestCaller Caller(CallerKind kind, Candidate candidate) => kind switch
    {
        CallerKind.Anonymous => TestCaller.Anonymous,
        CallerKind.Stranger => TestCaller.Person(Some.Id()),
        CallerKind.Candidate => TestCaller.Person(candidate.PersonId),
        // The other candidate has an open application for this edition and can't start a second one, so that another person starts it.
        CallerKind.OtherCandidate => TestCaller.Person(candidate.ApplicationId == _other.ApplicationId ? Some.Id() : _other.PersonId),
        CallerKind.Dean => TestCaller.Staff(_scenario.DeanId),
        CallerKind.DeputyDean => TestCaller.Staff(_deputy.PersonId),
        CallerKind.ProgrammeManager => TestCaller.Staff(_scenario.ManagerId),
        CallerKind.ProjectManager => TestCaller.Staff(_scenario.Member(TeamRole.ProjectManager).PersonId),
        CallerKind.Trainer => TestCaller.Staff(_scenario.Member(TeamRole.Trainer).PersonId),
        CallerKind.FormerDean => TestCaller.Staff(_former.PersonId),
        CallerKind.DeanOfAnotherEdition => TestCaller.Staff(_elsewhere.DeanId),
        CallerKind.DeanWithoutStaffRole => TestCaller.Person(_unappointed.PersonId),
        CallerKind.OtherStaff => TestCaller.Staff(Some.Id()),
        CallerKind.Administrator => TestCaller.Administrator(Some.Id()),
        CallerKind.EmployerContact => TestCaller.EmployerContact(Some.Id(), _scenario.EmployerId),
        CallerKind.EmployerClient => TestCaller.OrganisationClient("client-of-the-employer", _scenario.EmployerId),
        CallerKind.OtherEmployerClient => TestCaller.OrganisationClient("client-of-another", _otherEmployer),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>An application at a stage, and the ids that requests about it need.</summary>
/// <param name="OpenScenario">An edition that the application can be moved to.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="FormerDeanId">The team member with a conflict of interest at that stage.</param>
internal sealed record AccessCase(Scenario OpenScenario, Candidate Candidate, Guid FormerDeanId)
{
    public Guid? AgreementId { get; init; }

    public Guid? NominationId { get; init; }

    public string? NominationCode { get; init; }

    public Guid? SuccessionId { get; init; }

    private Scenario Scenario => Candidate.Scenario;

    /// <summary>Fills ids into a path.</summary>
    public string Fill(string path) => new[]
    {
        ("{edition}", Scenario.EditionId), ("{id}", Candidate.ApplicationId), ("{person}", FormerDeanId), ("{agreement}", AgreementId),
        ("{nomination}", NominationId), ("{succession}", SuccessionId),
    }.Aggregate(path, (text, id) => text.Replace(id.Item1, id.Item2.ToString(), StringComparison.Ordinal));

    /// <summary>The body of a request.</summary>
    public async Task<object?> BodyAsync(string endpoint) => endpoint switch
    {
        "StartApplication" => Scenario.ContentByName(),
        "ChangeApplication" => new { motivation = "Anders." },
        "SetRetentionConsent" => new { given = true },
        "CorrectName" => new { callName = "Deelnemer", surname = "Anders", certificateName = "D. Anders" },
        "ChangeEmployer" => new { name = "Andere gemeente", from = "2025-09-01" },
        "ConnectEmployer" => new { organisationId = Scenario.EmployerId },
        "SetEditionTerms" => new { capacity = 500, minimumGroup = 1, hotelIncluded = true, vat = "exempt", cancellation = Array.Empty<object>() },
        "RegisterInterest" => new { email = "iemand@voorbeeld.example" },
        "WriteJudgement" => Candidate.Judgement(),
        "DeclareConflict" => new { personId = Scenario.DeanId },
        "DecideOnApplication" => new { outcome = "admit", reason = "Na het gesprek." },
        "ReviseDecision" => new { outcome = "reject", reason = "Na een tweede lezing." },
        "MoveApplication" => new { editionId = OpenScenario.EditionId },
        "RecordInterviewHeld" or "RequestAgreement" => new { },
        "SearchApplications" => new { text = "voorbeeld", editionId = Scenario.EditionId },
        "Nominate" => new { editionId = Scenario.EditionId, callName = "Voorgedragen", surname = "Collega", email = Mailbox.NewAddress() },
        "AcceptNomination" or "DeclineNomination" => new { code = NominationCode },
        "ReleaseHeldPlace" => new { reason = "De groep begint morgen." },
        "GrantAgreement" => await Candidate.GrantRequestAsync(Scenario.Employer, AgreementId!.Value),
        "RefuseAgreement" => new { reason = "Een reden." },
        "ConfirmJudgement" => new { judgementId = await Candidate.JudgementIdAsync() },
        _ => null,
    };
}
