using System.ComponentModel.DataAnnotations;
using Metropool.Http;

namespace Metropool.Internship.Placements;

/// <summary>A placement as a participant proposes it. The texts may come later, but not after approval (R28).</summary>
/// <param name="HostOrganisation">Where the internship is.</param>
/// <param name="Periods">When you are there. They don't overlap.</param>
/// <param name="Motivation">Why this place.</param>
/// <param name="LearningGoals">What you want to learn on both learning lines.</param>
/// <param name="ResearchQuestion">The question that your research starts from.</param>
/// <param name="ClosedDays">Days on which the host is closed: the public holidays of another country, the host's own days. The holidays of the Netherlands are known.</param>
/// <param name="Supervisor">Who looks after you there.</param>
internal sealed record PlacementRequest(
    HostOrganisationRequest HostOrganisation,
    [property: Length(1, 12)] IReadOnlyList<PeriodRequest> Periods,
    [property: StringLength(PlacementRequest.LongestText), Multiline] string? Motivation = null,
    LearningGoalsRequest? LearningGoals = null,
    [property: StringLength(PlacementRequest.LongestText), Multiline] string? ResearchQuestion = null,
    [property: MaxLength(100)] IReadOnlyList<DateOnly>? ClosedDays = null,
    SupervisorRequest? Supervisor = null) : IValidatableObject
{
    internal const int LongestText = 10_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var inOrder = Periods.Select((period, place) => (period, place)).OrderBy(p => p.period.From).ToList();
        return inOrder.Zip(inOrder.Skip(1))
            .Where(pair => pair.Second.period.From <= pair.First.period.Until)
            .Select(pair => new ValidationResult("This period overlaps with another.", [$"periods[{pair.Second.place}]"]));
    }

    public PlacementProposal ToProposal() => new(
        new HostOrganisation { Name = HostOrganisation.Name.Trim(), Country = HostOrganisation.Country, Kind = HostOrganisation.Kind, KvkNumber = HostOrganisation.KvkNumber },
        Supervisor?.Name,
        Supervisor?.Email,
        Motivation,
        LearningGoals?.Cognitive,
        LearningGoals?.Personal,
        ResearchQuestion,
        [.. Periods.Select(period => period.ToPeriod())],
        ClosedDays ?? []);
}

/// <summary>A host organisation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Country">ISO 3166-1 alpha-2, such as NL or PT.</param>
/// <param name="Kind">Whether it is a public organisation; anything else needs the dean's dispensation (R27).</param>
/// <param name="KvkNumber">Its number in the Dutch trade register, where it has one: 8 digits.</param>
internal sealed record HostOrganisationRequest(
    [property: Required, StringLength(TextLengths.OrganisationName), Name] string Name,
    [property: RegularExpression("^[A-Z]{2}$")] string Country,
    HostKind Kind,
    [property: KvkNumber] string? KvkNumber = null);

/// <summary>Learning goals on both learning lines.</summary>
internal sealed record LearningGoalsRequest(
    [property: StringLength(PlacementRequest.LongestText), Multiline] string? Cognitive = null,
    [property: StringLength(PlacementRequest.LongestText), Multiline] string? Personal = null);

/// <summary>Who looks after the participant at the host organisation.</summary>
internal sealed record SupervisorRequest(
    [property: Required, StringLength(200), Name] string Name,
    [property: EmailAddress, StringLength(EmailAddresses.Longest)] string? Email = null);

/// <summary>A period at the host organisation.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="HoursPerWeek">The hours in a full week.</param>
/// <param name="Weekdays">The days of the week on which you are there; Monday to Friday unless you say otherwise.</param>
internal sealed record PeriodRequest(
    DateOnly From,
    DateOnly Until,
    [property: Range(1d, 60d)] decimal HoursPerWeek,
    [property: Length(1, 7)] IReadOnlyList<DayOfWeek>? Weekdays = null) : IValidatableObject
{
    /// <summary>Longer than any internship, and short enough to be counted by the day.</summary>
    private const int LongestInDays = 366;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Until < From)
        {
            yield return new ValidationResult("The last day comes before the first.", [nameof(Until)]);
        }
        else if (Until.DayNumber - From.DayNumber >= LongestInDays)
        {
            yield return new ValidationResult("A period is at most a year.", [nameof(Until)]);
        }

        if (Weekdays is { } weekdays && weekdays.Distinct().Count() != weekdays.Count)
        {
            yield return new ValidationResult("A day of the week is named twice.", [nameof(Weekdays)]);
        }
    }

    public PlacementPeriod ToPeriod() => new()
    {
        Id = Guid.CreateVersion7(),
        From = From,
        Until = Until,
        HoursPerWeek = HoursPerWeek,
        Weekdays = [.. Weekdays ?? PlacementPeriod.WorkingWeek],
    };
}
