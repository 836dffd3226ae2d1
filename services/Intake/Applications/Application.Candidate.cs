using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Participations;

namespace Metropool.Intake.Applications;

/// <summary>What the candidate does.</summary>
internal sealed partial class Application
{
    /// <summary>A draft; nobody but the candidate knows of it.</summary>
    public static Outcome<Application> Start(Guid personId, Edition edition, ApplicationContent content, DateTimeOffset now, DateOnly today)
    {
        if (!edition.AcceptsApplications(today))
        {
            return Refusals.EditionNotOpen;
        }

        var application = new Application { Id = Guid.CreateVersion7(now), EditionId = edition.Id, PersonId = personId, StartedAt = now };
        application.Write(content);
        application.Changed(now, ApplicationStatus.Draft);
        application.Record(HistoryKind.Started, Actor.Candidate(application));
        return application;
    }

    /// <summary>Replaces what a draft says.</summary>
    public Refusal? Change(ApplicationContent content, DateTimeOffset now)
    {
        if (Status != ApplicationStatus.Draft)
        {
            return Refusals.NotADraft;
        }

        Write(content);
        Changed(now);
        return null;
    }

    /// <summary>Hands a draft in. It must be complete; all that is missing is named at once.</summary>
    public Outcome<ApplicationSubmitted> Submit(Edition edition, DateTimeOffset now, DateOnly today)
    {
        if (Status != ApplicationStatus.Draft)
        {
            return Refusals.NotADraft;
        }

        if (!edition.AcceptsApplications(today))
        {
            return Refusals.EditionNotOpen;
        }

        if (Missing() is { Count: > 0 } missing)
        {
            return Refusals.Incomplete(missing);
        }

        Changed(now, ApplicationStatus.Submitted);
        SubmittedAt = now;
        Record(HistoryKind.Submitted, Actor.Candidate(this));
        return State<ApplicationSubmitted>();
    }

    /// <summary>Takes the application back, at any stage before the edition has begun for this participant.</summary>
    /// <param name="participation">What the admission led to, if it did already.</param>
    /// <param name="edition">The edition that was applied for.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    /// <returns>The event; null where nobody knew of the application.</returns>
    public Outcome<ApplicationChanged?> Withdraw(Participation? participation, Edition edition, DateTimeOffset now, DateOnly today)
    {
        if (Closed.Contains(Status))
        {
            return Refusals.AlreadyClosed;
        }

        if (Begun(participation, edition, today) is { } refusal)
        {
            return refusal;
        }

        var wasAdmitted = Status == ApplicationStatus.Admitted;
        Changed(now, ApplicationStatus.Withdrawn);
        (WaitListNumber, WaitsForPlace, OfferUntil) = (null, false, null);
        CloseAgreement(now);
        Record(HistoryKind.Withdrawn, Actor.Candidate(this));
        return SubmittedAt is null ? (ApplicationChanged?)null : wasAdmitted ? State<AdmissionWithdrawn>() : State<ApplicationWithdrawn>();
    }

    // From then on it is the participation that ends, in Scheduling (R16).
    private Refusal? Begun(Participation? participation, Edition edition, DateOnly today) => participation switch
    {
        null => null,
        _ when participation.EditionId != EditionId => Refusals.ParticipationTransferred,
        { Status: ParticipationStatus.Placed } => null,
        // One that is paused before the first day hasn't begun either.
        { Status: ParticipationStatus.Paused } when edition.IsYetToBegin(today) => null,
        _ => Refusals.ParticipationHasBegun,
    };

    /// <summary>Records a new employer (R14): the period with the one before ends the day before.</summary>
    /// <remarks>After admission the employer belongs to the participation, which Scheduling owns.</remarks>
    public Outcome<ApplicationChanged> ChangeEmployer(Guid? organisationId, string name, DateOnly from, DateTimeOffset now)
    {
        if (Status is not (ApplicationStatus.Submitted or ApplicationStatus.Interviewed or ApplicationStatus.WaitListed))
        {
            return Refusals.EmployerNotChangeable;
        }

        var current = Employers[^1];
        if (from <= current.From)
        {
            return Refusals.EmployerBeforeTheLast;
        }

        current.Until = from.AddDays(-1);
        _employers.Add(new Employment { OrganisationId = organisationId, Name = name, From = from });
        NoteEmployers();
        VoidAgreement(now);
        Changed(now);
        Record(HistoryKind.EmployerChanged, Actor.Candidate(this));
        return State<ApplicationChanged>();
    }

    /// <summary>Corrects the name after handing in: how the candidate is called, and what stands on the certificate. After admission too: Scheduling takes it over until the certificate is there.</summary>
    public Outcome<ApplicationChanged> CorrectName(CandidateName name, DateTimeOffset now)
    {
        if (SubmittedAt is null || Closed.Contains(Status))
        {
            return Refusals.NameNotCorrectable;
        }

        if (Missing(name) is { Count: > 0 } missing)
        {
            return Refusals.Incomplete(missing);
        }

        Name = name;
        ShowName(name.Shown, now);
        return State<ApplicationChanged>();
    }

    /// <summary>Shows the candidate by another name; the parts of it, and the name for the certificate, stay.</summary>
    public void ShowName(string displayName, DateTimeOffset now)
    {
        DisplayName = displayName;
        NoteEmployers();
        Changed(now);
        Record(HistoryKind.NameChanged, Actor.Candidate(this));
    }

    private void Write(ApplicationContent content)
    {
        Name = content.Name?.ToName() ?? new CandidateName();
        DisplayName = Name.Shown;
        _employers.Clear();
        if (content.Employer is { } employer)
        {
            _employers.Add(new Employment { OrganisationId = employer.OrganisationId, Name = employer.Name.Tidy(), From = employer.From });
        }

        NoteEmployers();
        (Function, Challenge) = (content.Function.Tidy(), content.Challenge.Tidy());
        (CognitiveWishes, PersonalWishes) = (content.LearningWishes?.Cognitive.Tidy(), content.LearningWishes?.Personal.Tidy());
        (Motivation, Capacities, InterviewNeeds) = (content.Motivation.Tidy(), content.Capacities.Tidy(), content.InterviewNeeds.Tidy());
    }

    // What the work list and the comparison of names go by.
    private void NoteEmployers()
    {
        _employers.ForEach(employer => employer.NameKey = employer.Name is { } name ? TextPolicy.ComparisonKey(name) : null);
        Searchable = string.Join('\n', [DisplayName, .. _employers.Select(employer => employer.Name).OfType<string>()]);
        EmployerOrganisationId = Employers is [.., var last] ? last.OrganisationId : null;
    }

    private List<Fault> Missing()
    {
        var employer = Employers is [.., var last] ? last : null;
        (string Where, bool Missing, string Detail)[] needed =
        [
            ("employer.name", employer?.Name is null, "The employer is missing."),
            ("employer.from", employer?.From is null, "The first day with the employer is missing."),
            ("function", Function is null, "The function is missing."),
            ("challenge", Challenge is null, "The challenge that you work on is missing."),
            ("learningWishes.cognitive", CognitiveWishes is null, "The learning wishes on the cognitive learning line are missing."),
            ("learningWishes.personal", PersonalWishes is null, "The learning wishes on the personal learning line are missing."),
            ("motivation", Motivation is null, "The motivation is missing."),
            ("capacities", Capacities is null, "The capacities are missing."),
        ];
        return [.. Missing(Name, "name."), .. Faults(needed)];
    }

    private static List<Fault> Missing(CandidateName name, string within = "") =>
    [
        .. Faults([
            ($"{within}callName", name.CallName is null, "The call name is missing."),
            ($"{within}surname", name.Surname is null, "The surname is missing."),
            ($"{within}certificateName", name.CertificateName is null, "The name for the certificate is missing."),
        ]),
    ];

    private static IEnumerable<Fault> Faults((string Where, bool Missing, string Detail)[] needed) =>
        needed.Where(item => item.Missing).Select(item => new Fault(item.Where, "intake.missing", item.Detail));
}
