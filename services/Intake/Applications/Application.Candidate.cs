using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Nominations;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <content>What the candidate does.</content>
internal sealed partial class Application
{
    /// <summary>Starts a draft, which is visible to the candidate only.</summary>
    public static Outcome<Application> Start(Guid personId, Edition edition, ApplicationContent content, DateTimeOffset now)
    {
        if (!edition.AcceptsApplications(ProgrammeClock.DayOf(now)))
        {
            return Refusals.EditionNotOpen;
        }

        var application = new Application { Id = Guid.CreateVersion7(now), EditionId = edition.Id, PersonId = personId, StartedAt = now };
        application.Write(content);
        application.Record(HistoryKind.Started, Actor.Candidate(application), now, ApplicationStatus.Draft);
        return application;
    }

    /// <summary>Starts a draft from a nomination. The candidate can change all of it.</summary>
    public static Outcome<Application> Start(Guid personId, Edition edition, Nomination nomination, DateTimeOffset now)
    {
        var content = new ApplicationContent
        {
            Name = NameContent.Of(nomination.Name),
            Employer = new EmployerContent { OrganisationId = nomination.OrganisationId, Name = nomination.EmployerName },
            Function = nomination.Function,
        };
        if (Start(personId, edition, content, now).IsRefused(out var refusal, out var application))
        {
            return refusal;
        }

        application.Record(HistoryKind.Nominated, Actor.Employer(nomination.EmployerName), now);
        return application;
    }

    /// <summary>Links a nomination to this application, if that names the employer who nominates.</summary>
    public Refusal? AcceptNomination(Nomination nomination, DateTimeOffset now)
    {
        if (!Employers.LastIs(nomination.OrganisationId, nomination.EmployerName))
        {
            return Refusals.NominatedByAnother;
        }

        Agreements.LinkNomination(nomination);
        Record(HistoryKind.Nominated, Actor.Employer(nomination.EmployerName), now);
        return null;
    }

    /// <summary>Replaces the content of a draft.</summary>
    public Refusal? Change(ApplicationContent content, DateTimeOffset now)
    {
        if (Status != ApplicationStatus.Draft)
        {
            return Refusals.NotADraft;
        }

        Write(content);
        Advance(now);
        return null;
    }

    /// <summary>Submits a draft. It must be complete; everything that is missing is named at once.</summary>
    public Outcome<ApplicationChanged> Submit(Edition edition, DateTimeOffset now)
    {
        if (Status != ApplicationStatus.Draft)
        {
            return Refusals.NotADraft;
        }

        if (!edition.AcceptsApplications(ProgrammeClock.DayOf(now)))
        {
            return Refusals.EditionNotOpen;
        }

        if (Missing() is { Count: > 0 } missing)
        {
            return Refusals.Incomplete(missing);
        }

        SubmittedAt = now;
        Record(HistoryKind.Submitted, Actor.Candidate(this), now, ApplicationStatus.Submitted);
        return State(ApplicationChange.Submitted);
    }

    /// <summary>Withdraws the application, at any stage before the edition has begun for this participant.</summary>
    /// <param name="participation">The participation that the admission led to, if there is one already.</param>
    /// <param name="edition">The edition that was applied for.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>The state to publish; null for a draft.</returns>
    public Outcome<ApplicationChanged?> Withdraw(Participation? participation, Edition edition, DateTimeOffset now)
    {
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (CheckNotBegun(participation, edition, now) is { } refusal)
        {
            return refusal;
        }

        var wasAdmitted = Status == ApplicationStatus.Admitted;
        Close(ApplicationStatus.Withdrawn, HistoryKind.Withdrawn, Actor.Candidate(this), now);
        return SubmittedAt is null ? (ApplicationChanged?)null
            : State(wasAdmitted ? ApplicationChange.AdmissionWithdrawn : ApplicationChange.Withdrawn);
    }

    /// <summary>Records a new employer (R14). After admission the employer belongs to the participation, which Scheduling owns.</summary>
    public Outcome<ApplicationChanged> ChangeEmployer(Guid? organisationId, string name, DateOnly from, DateTimeOffset now)
    {
        if (!IsUndecided)
        {
            return Refusals.EmployerNotChangeable;
        }

        if (Employers.Change(organisationId, name, from) is { } refusal)
        {
            return refusal;
        }

        UpdateSearchFields();
        Agreements.WithdrawAll(now);
        Record(HistoryKind.EmployerChanged, Actor.Candidate(this), now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>
    /// Connects an employer that is known by name only, and the agreements that were requested of it, to its organisation. The organisation sees nothing before
    /// the candidate requests its agreement (R46).
    /// </summary>
    /// <param name="employer">The employer; null if none is known by name only.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="by">The programme manager, or the system.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> ConnectEmployer(Employment? employer, Organisation organisation, Actor by, DateTimeOffset now)
    {
        if (IsClosed)
        {
            return Refusals.AlreadyClosed;
        }

        if (employer is null)
        {
            return Refusals.EmployerConnected;
        }

        Agreements.Connect(employer.Name, organisation, withdrawGranted: IsUndecided, now);
        employer.Connect(organisation);
        UpdateSearchFields();
        Record(HistoryKind.EmployerConnected, by, now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>
    /// Corrects the name after submission, for display and for the certificate. After admission Scheduling copies it until the certificate is issued.
    /// </summary>
    public Outcome<ApplicationChanged> CorrectName(CandidateName name, DateTimeOffset now)
    {
        if (SubmittedAt is null || IsClosed)
        {
            return Refusals.NameNotCorrectable;
        }

        if (name.Missing().ToList() is { Count: > 0 } missing)
        {
            return Refusals.Incomplete(missing);
        }

        Name = name;
        ChangeDisplayName(name.DisplayName, now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>Changes the display name. The parts of the name, and the name for the certificate, stay.</summary>
    public void ChangeDisplayName(string displayName, DateTimeOffset now)
    {
        DisplayName = displayName;
        UpdateSearchFields();
        Record(HistoryKind.NameChanged, Actor.Candidate(this), now);
    }

    /// <summary>
    /// The candidate agrees to a longer retention period if the application is unsuccessful (R49), or withdraws that. A repetition changes nothing.
    /// </summary>
    public Refusal? SetRetentionConsent(bool given, DateTimeOffset now)
    {
        if (Status == ApplicationStatus.Draft)
        {
            return Refusals.NotSubmitted;
        }

        if (given != RetentionConsentAt is not null)
        {
            RetentionConsentAt = given ? now : null;
            Record(given ? HistoryKind.RetentionConsentGiven : HistoryKind.RetentionConsentWithdrawn, Actor.Candidate(this), now);
        }

        return null;
    }

    private void Write(ApplicationContent content)
    {
        Name = content.Name?.ToName() ?? new CandidateName();
        DisplayName = Name.DisplayName;
        Employers.Replace(content.Employer);
        UpdateSearchFields();
        (Function, Challenge) = (content.Function.NormalizeOrNull(), content.Challenge.NormalizeOrNull());
        (CognitiveWishes, PersonalWishes) = (content.LearningWishes?.Cognitive.NormalizeOrNull(), content.LearningWishes?.Personal.NormalizeOrNull());
        (Motivation, Capacities) = (content.Motivation.NormalizeOrNull(), content.Capacities.NormalizeOrNull());
        InterviewNeeds = content.InterviewNeeds.NormalizeOrNull();
    }

    // The columns of the work list.
    private void UpdateSearchFields()
    {
        Employers.UpdateNameKeys();
        Searchable = string.Join('\n', [DisplayName, .. Employers.Select(employer => employer.Name).OfType<string>()]);
        EmployerOrganisationId = Employers.OrganisationId;
    }

    private List<Fault> Missing() =>
    [
        .. Name.Missing("name."),
        .. Faults.Missing(
            ("employer.name", Employers.Last?.Name is null, "The employer is missing."),
            ("employer.from", Employers.Last?.From is null, "The first day with the employer is missing."),
            ("function", Function is null, "The function is missing."),
            ("challenge", Challenge is null, "The challenge that you work on is missing."),
            ("learningWishes.cognitive", CognitiveWishes is null, "The learning wishes on the cognitive learning line are missing."),
            ("learningWishes.personal", PersonalWishes is null, "The learning wishes on the personal learning line are missing."),
            ("motivation", Motivation is null, "The motivation is missing."),
            ("capacities", Capacities is null, "The capacities are missing.")),
    ];
}
