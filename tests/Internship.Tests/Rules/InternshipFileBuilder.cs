using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Internship.Replicas;
using Metropool.Testing;

namespace Metropool.Internship.Tests.Rules;

/// <summary>An internship file in memory, without a database, to test its rules.</summary>
internal sealed class InternshipFileBuilder
{
    /// <summary>A Monday without Dutch public holidays in the four weeks after it.</summary>
    public static readonly DateOnly Monday = new(2027, 2, 1);

    public static readonly Actor Dean = new() { PersonId = Some.Id(), DisplayName = "Decaan", Role = TeamRole.Dean, Deputy = false };

    public InternshipFileBuilder(params IReadOnlyList<EmployerPeriod> employers)
    {
        State = Some.Participation(Some.Id(), employers: employers);
        Participation = new Participation(State.ParticipationId);
        Participation.Apply(State);
        File = InternshipFile.Open(Participation, Now).File;
        Known = [.. employers.Select(employer => new KnownOrganisation(employer.Name, null))];
    }

    /// <summary>The published state of the participation.</summary>
    public ParticipationChanged State { get; private set; }

    public Participation Participation { get; }

    public InternshipFile File { get; }

    public InternshipSettings Settings { get; init; } = new();

    /// <summary>Programme time: noon in Amsterdam, one week before <see cref="Monday"/>, until a test moves it.</summary>
    public DateTimeOffset Now { get; set; } = new(2027, 1, 25, 11, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<KnownOrganisation> Known { get; init; } = [];

    /// <summary>The trade-register numbers of organisations that have an account, by the comparable form of their name.</summary>
    public IReadOnlyDictionary<string, string> KvkNumbers { get; init; } = new Dictionary<string, string>();

    public PlacementRules Rules => new(
        [.. Known, .. File.FormerEmployers.Select(employer => new KnownOrganisation(employer.Name, employer.KvkNumber))],
        KvkNumbers,
        Settings,
        Now,
        DateOnly.FromDateTime(Now.UtcDateTime));

    public static PlacementPeriod Period(DateOnly from, DateOnly until, decimal hoursPerWeek = 40, params IReadOnlyList<DayOfWeek> weekdays) => new()
    {
        Id = Guid.CreateVersion7(),
        From = from,
        Until = until,
        HoursPerWeek = hoursPerWeek,
        Weekdays = [.. weekdays.Count == 0 ? PlacementPeriod.WorkingWeek : weekdays],
    };

    /// <summary>A period of weeks from Monday to Friday.</summary>
    public static PlacementPeriod Weeks(int weeks, decimal hoursPerWeek = 40, DateOnly? from = null) =>
        Period(from ?? Monday, (from ?? Monday).AddDays((7 * weeks) - 3), hoursPerWeek);

    /// <summary>A valid proposal: four full-time weeks at a public host, with all texts.</summary>
    public static PlacementProposal Proposal(
        HostOrganisation? host = null, IReadOnlyList<DateOnly>? closedDays = null, params IReadOnlyList<PlacementPeriod> periods) => new(
        host ?? Host("Provincie Voorbeeld"),
        null,
        null,
        "Motivatie",
        "Cognitief leerdoel",
        "Persoonlijk leerdoel",
        "Onderzoeksvraag",
        periods.Count == 0 ? [Weeks(4)] : periods,
        closedDays ?? []);

    public static HostOrganisation Host(string name, HostKind kind = HostKind.Public, string country = "NL", string? kvkNumber = null) =>
        new() { Name = name, Country = country, Kind = kind, KvkNumber = kvkNumber };

    public InternshipFileBuilder WithEmploymentHistory(params IReadOnlyList<FormerEmployer> employers)
    {
        Assert.Null(File.StateEmployment(employers, Now));
        return this;
    }

    public InternshipFileBuilder WithProposal(PlacementProposal? proposal = null)
    {
        Assert.Null(Propose(proposal ?? Proposal()).Refusal);
        return this;
    }

    public InternshipFileBuilder WithApprovedPlacement(PlacementProposal? proposal = null)
    {
        Assert.Null(WithEmploymentHistory().WithProposal(proposal).Approve().Refusal);
        return this;
    }

    /// <summary>An internship that started on <see cref="Monday"/>.</summary>
    public InternshipFileBuilder Started()
    {
        Assert.Null(WithApprovedPlacement().MoveTo(Monday).Log((Monday, 480)).Refusal);
        return this;
    }

    public Outcome<InternshipChanged> Propose(PlacementProposal proposal) => File.Propose(proposal, Rules);

    public Outcome<InternshipChanged> Propose(HostOrganisation host) => Propose(Proposal(host));

    public Outcome<InternshipChanged> Change(PlacementProposal proposal) => File.ChangePlacement(proposal, Rules);

    public Outcome<InternshipChanged> Approve(params IReadOnlyList<PlacementWarning> dispensations) => File.Approve(
        File.ProposedPlacement?.Id ?? Guid.Empty,
        Dean,
        [.. dispensations.Select(warning => new Dispensation { Id = Guid.CreateVersion7(), Warning = warning, Reason = "Afgesproken" })],
        Rules);

    /// <summary>Moves time to noon of a day.</summary>
    public InternshipFileBuilder MoveTo(DateOnly day)
    {
        Now = Noon(day);
        return this;
    }

    public static DateTimeOffset Noon(DateOnly day) => new(day, new TimeOnly(11, 0), TimeSpan.Zero);

    public Outcome<InternshipChanged> Log(params IReadOnlyList<(DateOnly Date, int Minutes)> days) =>
        File.Log([.. days.Select(day => (day.Date, day.Minutes, (string?)null))], Participation, Settings, Now);

    public Outcome<InternshipChanged> Remove(DateOnly day) => File.Remove(day, Participation, Now);

    /// <summary>Moves time past consecutive weeks, and logs every Monday to Friday of them.</summary>
    public Outcome<InternshipChanged> LogWeeks(int weeks, int minutesPerDay = 480, DateOnly? from = null)
    {
        var first = from ?? Monday;
        var days = Enumerable.Range(0, 7 * weeks).Select(first.AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        return MoveTo(first.AddDays(7 * weeks)).Log([.. days.Select(day => (day, minutesPerDay))]);
    }

    public Outcome<InternshipChanged> SubmitReport(string research = "Onderzoek", string reflection = "Reflectie")
    {
        Assert.Null(File.WriteReport(research, reflection, false, Now));
        return File.SubmitReport(Participation, Now);
    }

    public string? Extend(DateOnly dueOn, string reason = "Reden") => File.ExtendReport(dueOn, reason, Dean, Participation, Now)?.Code;

    public DateOnly? ReportDueOn(DateOnly today) => File.ReportDueOnWithPauses(Participation, today);

    public Outcome<InternshipChanged> Present(DateTimeOffset presentedAt, bool elsewhere = false) => File.RecordPresentation(presentedAt, elsewhere, Dean, Now);

    /// <summary>Changes the status of the participation today; a pause begins or ends with it.</summary>
    public InternshipChanged? SetStatus(ParticipationStatus status)
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        var pauses = State.Pauses.Select(pause => pause with { Until = pause.Until ?? today.AddDays(-1) });
        if (status == ParticipationStatus.Paused)
        {
            pauses = pauses.Append(new PausePeriod { From = today });
        }

        State = State with { Version = State.Version + 1, Status = status, OccurredAt = Now, Pauses = [.. pauses] };
        Assert.True(Participation.Apply(State));
        return File.Apply(Participation, Now);
    }
}

internal static class OutcomeExtensions
{
    /// <summary>The codes of all faults, or the code of the refusal if it has no faults.</summary>
    public static IReadOnlyList<string> Codes<T>(this Outcome<T> outcome) => outcome.Refusal is not { } refusal
        ? []
        : refusal.Faults.Count == 0 ? [refusal.Code] : [.. refusal.Faults.Select(fault => fault.Code)];
}
