using System.Globalization;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>One run of the programme with its own group, dates and team. Every decision about it is a method here.</summary>
internal sealed class Edition
{
    private readonly List<Module> _modules = [];
    private readonly List<TeamMember> _team = [];
    private readonly List<EditionChange> _changes = [];

    private Edition()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string Name { get; private init; } = null!;

    /// <summary>The name as it is compared.</summary>
    public string NameKey { get; private init; } = null!;

    public string Programme { get; private init; } = null!;

    public string? Source { get; private init; }

    public EditionStatus Status { get; private set; }

    public PartialDate? StartsOn { get; private set; }

    public PartialDate? EndsOn { get; private set; }

    public int? DurationMonths { get; private set; }

    public long? StatedPriceInCents { get; private init; }

    public EditionSettings Settings { get; private set; } = null!;

    /// <summary>Who the source names; they have no account by it.</summary>
    public IReadOnlyList<NamedPerson> People { get; private init; } = [];

    public IReadOnlyList<Remark> Remarks { get; private init; } = [];

    public DateTimeOffset ImportedAt { get; private init; }

    /// <summary>When its public state changed last: what an announcement of it says again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public Guid ImportedBy { get; private init; }

    public Release? Release { get; private set; }

    public string? CancellationReason { get; private set; }

    /// <summary>The days of the intake interviews (R13), with the weekday that the source gives them.</summary>
    public IReadOnlyList<StatedDay> IntakeDays { get; private set; } = [];

    public IReadOnlyList<Module> Modules => _modules;

    public IReadOnlyList<TeamMember> Team => _team;

    /// <summary>What changed with which version since the release, and whom it touched (R4).</summary>
    public IReadOnlyList<EditionChange> Changes => _changes;

    public static Edition Import(EditionContent content, EditionSettings settings, Guid importedBy, DateTimeOffset now)
    {
        var edition = new Edition
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            Name = content.Name,
            NameKey = TextPolicy.ComparisonKey(content.Name),
            Programme = content.Programme,
            Source = content.Source,
            Status = EditionStatus.Draft,
            StartsOn = content.StartsOn,
            EndsOn = content.EndsOn,
            DurationMonths = content.DurationMonths,
            StatedPriceInCents = content.StatedPriceInCents,
            Settings = settings,
            People = content.People,
            Remarks = content.Remarks,
            IntakeDays = content.IntakeDays,
            ImportedAt = now,
            ChangedAt = now,
            ImportedBy = importedBy,
        };
        edition._modules.AddRange(content.Modules.Select(Module.From));
        edition._modules.Add(Module.From(content.FinalModule));
        return edition;
    }

    /// <summary>Whether somebody holds one of the parts on a day. A deputy counts (R5).</summary>
    public bool Holds(Guid personId, DateOnly day, params ReadOnlySpan<TeamPart> parts)
    {
        foreach (var member in _team)
        {
            if (member.PersonId == personId && parts.Contains(member.Part) && member.HeldOn(day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody holds any part on a day.</summary>
    public bool IsInTeam(Guid personId, DateOnly day) => _team.Exists(member => member.PersonId == personId && member.HeldOn(day));

    public Module? ModuleNumbered(int number) => _modules.Find(module => module.Number == number);

    /// <summary>Gives somebody a part in the team (R5). One person holds it at a time, trainers excepted; a deputy may stand beside.</summary>
    public Outcome<TeamMember> Appoint(People.Person? person, TeamPart part, bool deputy, DateOnly from, DateOnly? until, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Cancelled();
        }

        if (until < from)
        {
            return Refusal.Invalid("scheduling.period-invalid", "The last day comes before the first.", new Fault("until", "before-from", "It comes before the first day."));
        }

        if (person is not { IsStaff: true })
        {
            return Refusal.Conflict("scheduling.person-not-appointed", "Only somebody who is appointed as staff can have a part in the team.");
        }

        var member = new TeamMember(Guid.CreateVersion7(), person.PersonId, person.DisplayName, part, deputy, from, until);
        if (_team.Exists(other => other.Part == part && other.PersonId == person.PersonId && other.Overlaps(member)))
        {
            return Refusal.Conflict("scheduling.part-is-held", "This person holds the part in that period already.");
        }

        if (!deputy && part != TeamPart.Trainer && _team.Exists(other => other.Part == part && !other.Deputy && other.Overlaps(member)))
        {
            return Refusal.Conflict("scheduling.part-is-held", "Somebody else holds the part in that period; end theirs first, or appoint a deputy.");
        }

        _team.Add(member);
        Changed($"Team: {PartNames.Of(part)} from {from:yyyy-MM-dd}{(deputy ? " (deputy)" : "")}", [person.PersonId], now);
        return member;
    }

    /// <summary>Ends somebody's part in the team with a last day.</summary>
    /// <param name="member">The part.</param>
    /// <param name="until">The last day.</param>
    /// <param name="booked">The days on which they sit in a panel in this part: it has to be held then (R11, R36, R37).</param>
    /// <param name="now">Programme time.</param>
    public Outcome<TeamMember> EndPart(TeamMember member, DateOnly until, IEnumerable<DateOnly> booked, DateTimeOffset now)
    {
        if (until < member.From)
        {
            return Refusal.Invalid("scheduling.period-invalid", "The last day comes before the first.", new Fault("until", "before-from", "It comes before the first day."));
        }

        if (until > member.Until)
        {
            return Refusal.Conflict("scheduling.part-has-ended", "The part ends before that day; who holds it longer is given it again.");
        }

        List<Fault> seats = [.. booked.Where(day => day > until).Distinct().Order().Select(day => new Fault("until", "interviews-booked", $"They sit in a panel on {day:yyyy-MM-dd}."))];
        if (seats.Count > 0)
        {
            return Refusal.Conflict("scheduling.interviews-booked", "They sit in panels after that day; move those interviews first.", seats);
        }

        member.EndOn(until);
        Changed($"Team: {PartNames.Of(member.Part)} until {until:yyyy-MM-dd}", [member.PersonId], now);
        return member;
    }

    /// <summary>Takes over a person's name.</summary>
    public EditionChanged Rename(Guid personId, string displayName, DateTimeOffset now)
    {
        _team.FindAll(member => member.PersonId == personId).ForEach(member => member.Rename(displayName));
        (Version, ChangedAt) = (Version + 1, now);
        return State();
    }

    /// <summary>Opens the edition for applications: the intake days and both members of the intake panel have to be known (R11, R13).</summary>
    public Outcome<EditionOpened> Open(DateOnly today, DateTimeOffset now)
    {
        if (Status != EditionStatus.Draft)
        {
            return Refusal.Conflict("scheduling.edition-not-draft", "The edition has been opened or cancelled before.");
        }

        var deans = HoldersOf(TeamPart.Dean, today);
        var managers = HoldersOf(TeamPart.ProgrammeManager, today);
        List<Fault> missing = [];
        if (IntakeDays.Count == 0)
        {
            missing.Add(new("intakeDays", "missing", "There are no intake days."));
        }

        if (deans.Count == 0)
        {
            missing.Add(new("team.dean", "missing", "Nobody is dean today."));
        }

        if (managers.Count == 0)
        {
            missing.Add(new("team.programmeManager", "missing", "Nobody is programme manager today."));
        }

        if (deans.Count > 0 && managers.Count > 0 && deans.Union(managers).Count() < 2)
        {
            missing.Add(new("team", "one-person", "Dean and programme manager are one person: an intake panel needs two."));
        }

        if (missing.Count > 0)
        {
            return Refusal.Conflict("scheduling.opening-incomplete", "Intake days, dean and programme manager have to be known before applications can be made.", missing);
        }

        Status = EditionStatus.Open;
        Changed("Opened for applications", [], now);
        return State<EditionOpened>();
    }

    /// <summary>
    /// Makes the programme final (R4). Contradictions and open questions that are left have to be acknowledged with a reason,
    /// which is kept with exactly those that it was given for (R3).
    /// </summary>
    /// <param name="seen">The version that whoever releases it has seen: no other is released.</param>
    /// <param name="findings">What the linter finds in it.</param>
    /// <param name="acknowledgement">Why it is released with findings open.</param>
    /// <param name="by">Who releases it.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<EditionReleased> ReleaseProgramme(long seen, IReadOnlyList<Finding> findings, string? acknowledgement, Guid by, DateTimeOffset now)
    {
        if (Status != EditionStatus.Open)
        {
            return Refusal.Conflict("scheduling.edition-not-open", "Only an edition that is open for applications can be released.");
        }

        if (seen != Version)
        {
            return Refusal.Conflict("scheduling.edition-changed", "The edition was changed since you read it. Read it and its findings again.");
        }

        if (findings.Count > 0 && TextPolicy.IsBlank(acknowledgement))
        {
            return Refusal.Conflict(
                "scheduling.findings-open", $"The programme has {findings.Count} open finding(s). Correct it, or acknowledge them with a reason.",
                [.. findings.Select(finding => new Fault(finding.Where, finding.Code, finding.Sentence))]);
        }

        Release = new(now, by, findings.Count > 0 ? acknowledgement!.Trim() : null, findings);
        Status = EditionStatus.Released;
        Changed("Released", [], now);
        return State<EditionReleased>();
    }

    /// <summary>Cancels it.</summary>
    /// <param name="reason">Why; for staff.</param>
    /// <param name="touched">Whom it touches beside the team (R4).</param>
    /// <param name="now">Programme time.</param>
    public Outcome<EditionCancelled> Cancel(string reason, IEnumerable<Guid> touched, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Cancelled();
        }

        Status = EditionStatus.Cancelled;
        CancellationReason = reason;
        Changed("Cancelled", [.. touched, .. _team.Where(m => m.HeldOn(ProgrammeClock.DayOf(now))).Select(m => m.PersonId)], now);
        return State<EditionCancelled>();
    }

    /// <summary>Corrects the stated dates and intake days. What was stated before stays readable in the changes.</summary>
    /// <param name="startsOn">The first day.</param>
    /// <param name="endsOn">The last day.</param>
    /// <param name="durationMonths">The stated duration.</param>
    /// <param name="intakeDays">The days of the intake interviews.</param>
    /// <param name="booked">The days for which intake interviews are booked: they stay intake days (R13).</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<EditionChanged> CorrectDates(
        PartialDate? startsOn, PartialDate? endsOn, int? durationMonths, IReadOnlyList<StatedDay> intakeDays, IReadOnlySet<DateOnly> booked, string reason, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Cancelled();
        }

        if (Status != EditionStatus.Draft && intakeDays.Count == 0)
        {
            return Refusal.Conflict("scheduling.intake-days-needed", "Applications can be made, so there have to be intake days.");
        }

        List<Fault> lost = [.. booked.Where(day => !intakeDays.Any(kept => kept.Date == day)).Order().Select(day => new Fault("intakeDays", "interviews-booked", $"Intake interviews are booked on {day:yyyy-MM-dd}."))];
        if (lost.Count > 0)
        {
            return Refusal.Conflict("scheduling.interviews-booked", "Intake interviews are booked on days that would be no intake days any more; move them first.", lost);
        }

        var before = DatesAsText();
        (StartsOn, EndsOn, DurationMonths, IntakeDays) = (startsOn, endsOn, durationMonths, intakeDays);
        Changed($"Dates: {before} became {DatesAsText()} ({reason})", [], now);
        return State<EditionChanged>();
    }

    /// <summary>Sets what the brochure leaves open for this edition.</summary>
    public Outcome<EditionChanged> Set(EditionSettings settings, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Cancelled();
        }

        Settings = settings;
        Changed("Settings", [], now);
        return State<EditionChanged>();
    }

    /// <summary>Notes a change of what belongs to the edition: a new version; since the release it says what changed and whom it touches (R4).</summary>
    public void Changed(string what, IReadOnlyCollection<Guid> touched, DateTimeOffset now)
    {
        (Version, ChangedAt) = (Version + 1, now);
        if (Release is not null)
        {
            _changes.Add(new(Guid.CreateVersion7(), Version, now, what, [.. touched.Distinct().Order()]));
        }
    }

    public EditionChanged State() => State<EditionChanged>();

    public T State<T>()
        where T : EditionChanged => EventState.Empty<T>() with
        {
            EditionId = Id,
            Version = Version,
            OccurredAt = ChangedAt,
            Name = Name,
            Status = Status,
            IntakeDays = [.. IntakeDays.Select(day => day.Date).Order()],
            StartsOn = StartsOn,
            EndsOn = EndsOn,
            StatedPriceInCents = StatedPriceInCents,
            Modules = [.. _modules.OrderBy(m => m.Number).Select(m => new EditionModule { ModuleId = m.Id, Number = m.Number, Title = m.Title, Kind = m.Kind })],
            Team = [.. _team.OrderBy(m => m.Part).ThenBy(m => m.From).Select(m => m.AsRole())],
        };

    public static Refusal Cancelled() => Refusal.Conflict("scheduling.edition-cancelled", "The edition is cancelled.");

    private List<Guid> HoldersOf(TeamPart part, DateOnly day) =>
        [.. _team.Where(m => m.Part == part && m.HeldOn(day)).Select(m => m.PersonId).Distinct()];

    private string DatesAsText() =>
        $"{StartsOn?.ToString() ?? "?"} to {EndsOn?.ToString() ?? "?"}, {DurationMonths?.ToString(CultureInfo.InvariantCulture) ?? "?"} months, "
        + $"intake {string.Join(" ", IntakeDays.Select(day => day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}";
}
