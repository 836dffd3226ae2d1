using Metropool.Http;

namespace Metropool.Internship.Placements;

/// <summary>What a placement is judged by: for whom the participant works and worked, the settings, and the time.</summary>
/// <param name="Known">The organisations that the participant works or worked for (R26).</param>
/// <param name="KvkNumbers">The trade-register numbers of organisations that have an account, by the comparable form of their name.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Now">Programme time.</param>
/// <param name="Today">The day of it.</param>
internal sealed record PlacementRules(
    IReadOnlyList<KnownOrganisation> Known, IReadOnlyDictionary<string, string> KvkNumbers, InternshipSettings Settings, DateTimeOffset Now, DateOnly Today)
{
    /// <summary>R26: the host is unknown to the participant. Neither an employer of any period nor one of their stated history.</summary>
    public IEnumerable<Fault> HostIsUnknown(HostOrganisation host) => Known.Any(organisation => organisation.Is(host) || HasSameNumber(organisation, host))
        ? [new Fault("hostOrganisation", "internship.host-is-known", "You work or have worked for this organisation; an internship is at one that you don't know.")]
        : [];

    // A name that was typed without its number is still that of an organisation whose number is known.
    private bool HasSameNumber(KnownOrganisation organisation, HostOrganisation host) =>
        NumberOf(organisation.Name, organisation.KvkNumber) is { } number && number == NumberOf(host.Name, host.KvkNumber);

    private string? NumberOf(string name, string? kvkNumber) =>
        kvkNumber is { Length: > 0 } ? kvkNumber : KvkNumbers.GetValueOrDefault(OrganisationName.Comparable(name));

    /// <summary>R25: at least four weeks and at least 160 hours, both.</summary>
    public static IEnumerable<Fault> LongEnough(WorkPlan plan)
    {
        if (plan.Weeks < WorkPlan.MinimumWeeks)
        {
            yield return new Fault("periods", "internship.too-few-weeks", FormattableString.Invariant($"An internship takes at least four weeks. {plan.Weeks:0.##} are planned."));
        }

        if (plan.Minutes < WorkPlan.MinimumMinutes)
        {
            var holidays = plan.Holidays.Count == 0 ? "" : $" Public holidays take time off: {string.Join(", ", plan.Holidays.Select(holiday => $"{holiday.Date:yyyy-MM-dd}"))}.";
            yield return new Fault("periods", "internship.too-few-hours",
                FormattableString.Invariant($"An internship takes at least 160 hours. {plan.Minutes / 60m:0.##} are planned.{holidays}"));
        }
    }

    /// <summary>Nobody works longer on a day than can be logged for one.</summary>
    public IEnumerable<Fault> DaysArePlausible(IEnumerable<PlacementPeriod> periods) => periods.Any(period => period.HoursPerWeek > period.Weekdays.Count * Settings.LongestDayInHours)
        ? [new Fault("periods", "internship.day-too-long", $"The hours of a week, over the days on which you are there, are more than {Settings.LongestDayInHours} hours on one day.")]
        : [];

    /// <summary>The warnings that no dispensation with a reason is given for (R25, R27).</summary>
    public IEnumerable<Fault> WithoutDispensation(Placement placement, IReadOnlyCollection<Dispensation> dispensations) =>
        placement.Warnings(Settings)
            .Where(warning => dispensations.All(dispensation => dispensation.Warning != warning))
            .Select(warning => new Fault("dispensations", "internship.dispensation-needed", warning switch
            {
                PlacementWarning.HostNotPublic => "The host is no public organisation: hostNotPublic needs the dean's dispensation with a reason.",
                PlacementWarning.Split => "The internship is split: split needs the dean's agreement with a reason.",
                PlacementWarning.PartTime => "The internship is part-time: partTime needs the dean's agreement with a reason.",
                _ => $"The internship stretches over more than {Settings.WeeksWithoutAgreement} weeks: longer needs the dean's agreement with a reason.",
            }));
}
