using System.Globalization;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;

namespace Metropool.Scheduling.Editions;

/// <summary>One run of the programme with its own group, dates and team.</summary>
internal sealed partial class Edition
{
    private readonly List<Module> _modules = [];
    private readonly List<TeamMember> _team = [];
    private readonly List<EditionChangeRecord> _changes = [];

    private Edition()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string Name { get; private init; } = null!;

    /// <summary>The name in the form in which names are compared.</summary>
    public string NameKey { get; private init; } = null!;

    public string Programme { get; private init; } = null!;

    public string? Source { get; private init; }

    public EditionStatus Status { get; private set; }

    public PartialDate? StartsOn { get; private set; }

    public PartialDate? EndsOn { get; private set; }

    public int? DurationMonths { get; private set; }

    public long? StatedPriceInCents { get; private init; }

    public EditionSettings Settings { get; private set; } = null!;

    /// <summary>The people whom the source names. They don't get an account or a right by it.</summary>
    public IReadOnlyList<NamedPerson> People { get; private init; } = [];

    public IReadOnlyList<Remark> Remarks { get; private init; } = [];

    public DateTimeOffset ImportedAt { get; private init; }

    /// <summary>When the public state last changed; the time of an event that is published again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public Guid ImportedBy { get; private init; }

    public Release? Release { get; private set; }

    public string? CancellationReason { get; private set; }

    /// <summary>The days of the intake interviews (R13), with the weekday that the source gives them.</summary>
    public IReadOnlyList<StatedDay> IntakeDays { get; private set; } = [];

    public IReadOnlyList<Module> Modules => _modules;

    public IReadOnlyList<TeamMember> Team => _team;

    /// <summary>The changes since the release, and the people affected by them (R4).</summary>
    public IReadOnlyList<EditionChangeRecord> Changes => _changes;

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

    public Module? FindModule(int number) => _modules.Find(module => module.Number == number);

    /// <summary>Opens the edition for applications. It needs intake days and two people for the intake panel (R11, R13).</summary>
    public Outcome<EditionChanged> Open(DateOnly today, DateTimeOffset now)
    {
        if (Status != EditionStatus.Draft)
        {
            return Refusals.EditionNotDraft;
        }

        List<Fault> missing = [.. MissingForOpening(today)];
        if (missing.Count > 0)
        {
            return Refusals.OpeningIncomplete(missing);
        }

        Status = EditionStatus.Open;
        RecordChange("Opened for applications", [], now);
        return State(EditionChange.Opened);
    }

    /// <summary>
    /// Releases the programme, which makes it final (R4). Open findings must be acknowledged with a reason, which is stored with exactly those findings (R3).
    /// </summary>
    /// <param name="version">The version that the caller has read. No other version is released.</param>
    /// <param name="findings">The findings of the linter.</param>
    /// <param name="acknowledgement">Why it is released with open findings.</param>
    /// <param name="by">The caller.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<EditionChanged> ReleaseProgramme(long version, IReadOnlyList<Finding> findings, string? acknowledgement, Guid by, DateTimeOffset now)
    {
        if (Status != EditionStatus.Open)
        {
            return Refusals.EditionNotOpen("Only an edition that is open for applications can be released.");
        }

        if (version != Version)
        {
            return Refusals.EditionChanged;
        }

        if (findings.Count > 0 && TextPolicy.IsBlank(acknowledgement))
        {
            return Refusals.FindingsOpen(findings);
        }

        Release = new(now, by, findings.Count > 0 ? acknowledgement!.Trim() : null, findings);
        Status = EditionStatus.Released;
        RecordChange("Released", [], now);
        return State(EditionChange.Released);
    }

    /// <summary>Cancels the edition.</summary>
    /// <param name="reason">The reason, visible to staff.</param>
    /// <param name="affected">The people affected, apart from the team (R4).</param>
    /// <param name="now">Programme time.</param>
    public Outcome<EditionChanged> Cancel(string reason, IEnumerable<Guid> affected, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Refusals.EditionCancelled;
        }

        Status = EditionStatus.Cancelled;
        CancellationReason = reason;
        var team = _team.Where(member => member.IsActiveOn(ProgrammeClock.DayOf(now))).Select(member => member.PersonId);
        RecordChange("Cancelled", [.. affected, .. team], now);
        return State(EditionChange.Cancelled);
    }

    /// <summary>Corrects the dates and intake days. The former ones stay readable in the changes.</summary>
    /// <param name="dates">The new dates.</param>
    /// <param name="booked">The days with booked intake interviews, which must stay intake days (R13).</param>
    /// <param name="now">Programme time.</param>
    public Outcome<EditionChanged> CorrectDates(EditionDatesRequest dates, IReadOnlySet<DateOnly> booked, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Refusals.EditionCancelled;
        }

        if (Status != EditionStatus.Draft && dates.IntakeDays.Count == 0)
        {
            return Refusals.IntakeDaysNeeded;
        }

        List<DateOnly> lost = [.. booked.Where(day => !dates.IntakeDays.Any(kept => kept.Date == day)).Order()];
        if (lost.Count > 0)
        {
            return Refusals.InterviewsBookedOn(lost);
        }

        var before = DatesAsText();
        (StartsOn, EndsOn, DurationMonths, IntakeDays) = (dates.StartsOn, dates.EndsOn, dates.DurationMonths, dates.IntakeDays);
        RecordChange($"Dates: {before} became {DatesAsText()} ({dates.Reason.Trim()})", [], now);
        return State(EditionChange.Updated);
    }

    public Outcome<EditionChanged> ChangeSettings(EditionSettings settings, DateTimeOffset now)
    {
        if (Status == EditionStatus.Cancelled)
        {
            return Refusals.EditionCancelled;
        }

        Settings = settings;
        RecordChange("Settings", [], now);
        return State(EditionChange.Updated);
    }

    /// <summary>Records a change of the edition or its module days: a new version, and after the release a description with the people affected (R4).</summary>
    public void RecordChange(string description, IReadOnlyCollection<Guid> affected, DateTimeOffset now)
    {
        (Version, ChangedAt) = (Version + 1, now);
        if (Release is not null)
        {
            _changes.Add(new(Guid.CreateVersion7(), Version, now, description, [.. affected.Distinct().Order()]));
        }
    }

    public EditionChanged State(EditionChange change) => new()
    {
        EditionId = Id,
        Change = change,
        Version = Version,
        OccurredAt = ChangedAt,
        Name = Name,
        Status = Status,
        IntakeDays = [.. IntakeDays.Select(day => day.Date).Order()],
        StartsOn = StartsOn,
        EndsOn = EndsOn,
        StatedPriceInCents = StatedPriceInCents,
        Modules = [.. _modules.OrderBy(m => m.Number).Select(m => new EditionModule { ModuleId = m.Id, Number = m.Number, Title = m.Title, Kind = m.Kind })],
        Team = [.. _team.OrderBy(m => m.Role).ThenBy(m => m.From).Select(m => m.ToContract())],
    };

    private IEnumerable<Fault> MissingForOpening(DateOnly today)
    {
        if (IntakeDays.Count == 0)
        {
            yield return new("intakeDays", "missing", "The edition has no intake days.");
        }

        var deans = HoldersOf(TeamRole.Dean, today);
        var managers = HoldersOf(TeamRole.ProgrammeManager, today);
        if (deans.Count == 0)
        {
            yield return new("team.dean", "missing", "The edition has no dean today.");
        }

        if (managers.Count == 0)
        {
            yield return new("team.programmeManager", "missing", "The edition has no programme manager today.");
        }

        if (deans.Count > 0 && managers.Count > 0 && deans.Union(managers).Count() < 2)
        {
            yield return new("team", "one-person", "Dean and programme manager are the same person, but an intake panel consists of two people.");
        }
    }

    private string DatesAsText() =>
        $"{StartsOn?.ToString() ?? "?"} to {EndsOn?.ToString() ?? "?"}, {DurationMonths?.ToString(CultureInfo.InvariantCulture) ?? "?"} months, "
        + $"intake {string.Join(" ", IntakeDays.Select(day => day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}";
}
