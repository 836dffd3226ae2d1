using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Copies;
using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Testing;

namespace Metropool.Internship.Tests.Rules;

/// <summary>An internship file without a service around it, at a moment that the test says.</summary>
internal sealed class Dossier
{
    /// <summary>A Monday. In the four weeks from it are no public holidays of the Netherlands.</summary>
    public static readonly DateOnly Monday = new(2027, 2, 1);

    public static readonly DecidedBy Dean = new() { PersonId = Some.Id(), DisplayName = "Decaan", Part = TeamPart.Dean, Deputy = false };

    public Dossier(params IReadOnlyList<EmployerPeriod> employers)
    {
        Changed = Some.Participation(Some.Id(), employers: employers);
        Participation = Participation.From(Changed);
        File = InternshipFile.Open(Participation, Now).File;
        Known = [.. employers.Select(employer => new KnownOrganisation(employer.Name, null))];
    }

    public ParticipationChanged Changed { get; private set; }

    public Participation Participation { get; }

    public InternshipFile File { get; }

    public InternshipSettings Settings { get; init; } = new();

    /// <summary>Noon in Amsterdam, one week before <see cref="Monday"/>.</summary>
    public DateTimeOffset Now { get; set; } = new(2027, 1, 25, 11, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<KnownOrganisation> Known { get; init; } = [];

    /// <summary>The trade-register numbers of organisations that have an account, by the comparable form of their name.</summary>
    public IReadOnlyDictionary<string, string> KvkNumbers { get; init; } = new Dictionary<string, string>();

    public PlacementRules Rules => new([.. Known, .. File.FormerEmployers.Select(e => new KnownOrganisation(e.Name, e.KvkNumber))], KvkNumbers, Settings, Now, DateOnly.FromDateTime(Now.UtcDateTime));

    public static PlacementPeriod Period(DateOnly from, DateOnly until, decimal hoursPerWeek = 40, params IReadOnlyList<DayOfWeek> weekdays) => new()
    {
        Id = Guid.CreateVersion7(),
        From = from,
        Until = until,
        HoursPerWeek = hoursPerWeek,
        Weekdays = [.. weekdays.Count == 0 ? PlacementPeriod.WorkingWeek : weekdays],
    };

    /// <summary>Weeks from Monday to Friday.</summary>
    public static PlacementPeriod Weeks(int weeks, decimal hoursPerWeek = 40, DateOnly? from = null) => Period(from ?? Monday, (from ?? Monday).AddDays((7 * weeks) - 3), hoursPerWeek);

    /// <summary>A proposal that nothing is wrong with: four full-time weeks at a public host.</summary>
    public static PlacementProposal Proposal(HostOrganisation? host = null, IReadOnlyList<DateOnly>? closedDays = null, params IReadOnlyList<PlacementPeriod> periods) => new(
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

    public Dossier Stated(params IReadOnlyList<FormerEmployer> employers)
    {
        Assert.Null(File.StateEmployment(employers, Now).Refusal);
        return this;
    }

    public Dossier Proposed(PlacementProposal? proposal = null)
    {
        Assert.Null(File.Propose(proposal ?? Proposal(), Rules).Refusal);
        return this;
    }

    public Dossier Approved(PlacementProposal? proposal = null)
    {
        Assert.Null(Stated().Proposed(proposal).Approve().Refusal);
        return this;
    }

    public Outcome<InternshipChanged> Approve(params IReadOnlyList<PlacementWarning> dispensations) =>
        File.Approve(File.ProposedPlacement?.Id ?? Guid.Empty, Dean, [.. dispensations.Select(warning => new Dispensation { Id = Guid.CreateVersion7(), Warning = warning, Reason = "Afgesproken" })], Rules);

    /// <summary>Noon of a day.</summary>
    public Dossier On(DateOnly day)
    {
        Now = new DateTimeOffset(day, new TimeOnly(11, 0), TimeSpan.Zero);
        return this;
    }

    public Outcome<InternshipChanged> Log(params IReadOnlyList<(DateOnly Date, int Minutes)> days) =>
        File.Log([.. days.Select(day => (day.Date, day.Minutes, (string?)null))], Participation, Settings, Now);

    /// <summary>The same time on every Monday to Friday of weeks in a row, logged on the last of them.</summary>
    public Outcome<InternshipChanged> LogWeeks(int weeks, int minutesADay = 480, DateOnly? from = null)
    {
        var first = from ?? Monday;
        On(first.AddDays(7 * weeks));
        return Log([.. Enumerable.Range(0, 7 * weeks).Select(first.AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => (day, minutesADay))]);
    }

    public Outcome<InternshipChanged> Report(string research = "Onderzoek", string reflection = "Reflectie")
    {
        Assert.Null(File.WriteReport(research, reflection, false, Now).Refusal);
        return File.SubmitReport(Participation, Now);
    }

    /// <summary>The participation changes now.</summary>
    public InternshipChanged? Becomes(ParticipationStatus status)
    {
        Changed = Changed with { Version = Changed.Version + 1, Status = status, OccurredAt = Now };
        Assert.True(Participation.Apply(Changed));
        return File.Follow(Participation, Now);
    }
}

internal static class OutcomeExtensions
{
    /// <summary>The codes of everything that is in the way.</summary>
    public static IReadOnlyList<string> Codes<T>(this Outcome<T> outcome) => outcome.Refusal is not { } refusal
        ? []
        : refusal.Faults.Count == 0 ? [refusal.Code] : [.. refusal.Faults.Select(fault => fault.Code)];
}
