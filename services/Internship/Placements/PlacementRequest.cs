using System.ComponentModel.DataAnnotations;
using Metropool.Http;

namespace Metropool.Internship.Placements;

/// <summary>A proposed placement. The texts can be missing until the approval (R28).</summary>
/// <param name="HostOrganisation">The host organisation.</param>
/// <param name="Periods">The periods at the host organisation. They don't overlap.</param>
/// <param name="Motivation">The reasons for this placement.</param>
/// <param name="LearningGoals">The goals on both learning lines.</param>
/// <param name="ResearchQuestion">The question of the research.</param>
/// <param name="ClosedDays">
/// The days on which the host organisation is closed: the public holidays of a foreign country, or days of its own. The Dutch holidays are known.
/// </param>
/// <param name="Supervisor">The supervisor at the host organisation.</param>
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
        var sorted = Periods.Select((period, index) => (period, index)).OrderBy(p => p.period.From).ToList();
        return sorted.Zip(sorted.Skip(1))
            .Where(pair => pair.Second.period.From <= pair.First.period.Until)
            .Select(pair => new ValidationResult("This period overlaps with another one.", [$"periods[{pair.Second.index}]"]));
    }

    public PlacementProposal ToProposal() => new(
        new HostOrganisation
        {
            Name = HostOrganisation.Name.Trim(),
            Country = HostOrganisation.Country,
            Kind = HostOrganisation.Kind,
            KvkNumber = HostOrganisation.KvkNumber,
        },
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
/// <param name="Kind">Whether it is a public organisation; other organisations need the dean's dispensation (R27).</param>
/// <param name="KvkNumber">Its number in the Dutch trade register, if it has one: 8 digits.</param>
internal sealed record HostOrganisationRequest(
    [property: Required, StringLength(TextLengths.OrganisationName), Name] string Name,
    [property: RegularExpression("^[A-Z]{2}$")] string Country,
    HostKind Kind,
    [property: KvkNumber] string? KvkNumber = null);

/// <summary>Learning goals on both learning lines.</summary>
internal sealed record LearningGoalsRequest(
    [property: StringLength(PlacementRequest.LongestText), Multiline] string? Cognitive = null,
    [property: StringLength(PlacementRequest.LongestText), Multiline] string? Personal = null);

/// <summary>The supervisor at the host organisation.</summary>
internal sealed record SupervisorRequest(
    [property: Required, StringLength(200), Name] string Name,
    [property: EmailAddress, StringLength(EmailAddresses.MaxLength)] string? Email = null);

/// <summary>A period at the host organisation.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="HoursPerWeek">The hours in a full week.</param>
/// <param name="Weekdays">The days of the week on which you work; Monday to Friday by default.</param>
internal sealed record PeriodRequest(
    DateOnly From,
    DateOnly Until,
    [property: Range(1d, 60d)] decimal HoursPerWeek,
    [property: Length(1, 7)] IReadOnlyList<DayOfWeek>? Weekdays = null) : IValidatableObject
{
    /// <summary>Longer than any internship, and short enough to be counted day by day.</summary>
    private const int LongestInDays = 366;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Until < From)
        {
            yield return new ValidationResult("The last day is before the first day.", [nameof(Until)]);
        }
        else if (Until.DayNumber - From.DayNumber >= LongestInDays)
        {
            yield return new ValidationResult("A period can be at most a year.", [nameof(Until)]);
        }

        if (Weekdays is { } weekdays && weekdays.Distinct().Count() != weekdays.Count)
        {
            yield return new ValidationResult("A day of the week is in the list twice.", [nameof(Weekdays)]);
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
