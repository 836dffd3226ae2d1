using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Metropool.Internship.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Placements;

/// <summary>What a placement is checked against: the participant's employers, the settings, and the time.</summary>
/// <param name="Known">The organisations that the participant works or worked for (R26).</param>
/// <param name="KvkNumbers">The trade-register numbers of organisations that have an account, by the comparable form of their name.</param>
/// <param name="Settings">The settings.</param>
/// <param name="Now">Programme time.</param>
/// <param name="Today">The day of it, in Europe/Amsterdam.</param>
internal sealed record PlacementRules(
    IReadOnlyList<KnownOrganisation> Known, IReadOnlyDictionary<string, string> KvkNumbers, InternshipSettings Settings, DateTimeOffset Now, DateOnly Today)
{
    /// <summary>
    /// The rules for an internship now. Known organisations (R26) are the employers of every period, by the name in the participation and by the replica of
    /// the organisation, and the former employers that the participant stated.
    /// </summary>
    public static PlacementRules For(
        InternshipFile file, Participation participation, IReadOnlyCollection<Organisation> organisations, InternshipSettings settings, DateTimeOffset now)
    {
        var ids = participation.Employers.Select(employer => employer.OrganisationId).OfType<Guid>().ToHashSet();
        var employers = organisations.Where(organisation => ids.Contains(organisation.Id)).ToDictionary(organisation => organisation.Id);
        IReadOnlyList<KnownOrganisation> known =
        [
            .. participation.Employers.Select(employer => new KnownOrganisation(
                employer.Name, employer.OrganisationId is { } id ? employers.GetValueOrDefault(id)?.KvkNumber : null)),
            .. employers.Values.Select(organisation => new KnownOrganisation(organisation.Name, organisation.KvkNumber)),
            .. file.FormerEmployers.Select(employer => new KnownOrganisation(employer.Name, employer.KvkNumber)),
        ];
        var numbers = organisations
            .Where(organisation => organisation.KvkNumber is not null)
            .GroupBy(organisation => OrganisationName.Comparable(organisation.Name))
            .Where(sameName => sameName.Count() == 1)
            .ToDictionary(sameName => sameName.Key, sameName => sameName.Single().KvkNumber!);
        return new PlacementRules(known, numbers, settings, now, ProgrammeClock.DayOf(now));
    }

    /// <summary>R26: the host organisation is neither a current nor a former employer of the participant.</summary>
    public IEnumerable<Fault> CheckHost(HostOrganisation host)
    {
        if (Known.Any(organisation => organisation.Is(host) || HasSameNumber(organisation, host)))
        {
            yield return new Fault(
                "hostOrganisation", "internship.host-is-known", "You work or worked for this organisation. Choose one that you don't know yet.");
        }
    }

    /// <summary>R25: at least four weeks, and at least 160 hours.</summary>
    public static IEnumerable<Fault> CheckDuration(WorkPlan plan)
    {
        if (plan.Weeks < WorkPlan.MinimumWeeks)
        {
            yield return new Fault(
                "periods",
                "internship.too-few-weeks",
                FormattableString.Invariant($"An internship takes at least four weeks. {plan.Weeks:0.##} are planned."));
        }

        if (plan.Minutes < WorkPlan.MinimumMinutes)
        {
            var holidays = plan.Holidays.Count == 0
                ? ""
                : $" Public holidays in these periods: {string.Join(", ", plan.Holidays.Select(holiday => $"{holiday.Date:yyyy-MM-dd}"))}.";
            yield return new Fault(
                "periods",
                "internship.too-few-hours",
                FormattableString.Invariant($"An internship takes at least 160 hours. {plan.Minutes / 60m:0.##} are planned.{holidays}"));
        }
    }

    /// <summary>No day is planned longer than can be logged for it.</summary>
    public IEnumerable<Fault> CheckHoursPerDay(IEnumerable<PlacementPeriod> periods)
    {
        if (periods.Any(period => period.HoursPerWeek > period.Weekdays.Count * Settings.LongestDayInHours))
        {
            yield return new Fault(
                "periods",
                "internship.day-too-long",
                $"The hours per week, divided over the weekdays, are more than {Settings.LongestDayInHours} hours a day.");
        }
    }

    /// <summary>R25, R27: every warning needs a dispensation with a reason.</summary>
    public IEnumerable<Fault> CheckDispensations(Placement placement, IReadOnlyCollection<Dispensation> dispensations) =>
        placement.Warnings(Settings)
            .Where(warning => dispensations.All(dispensation => dispensation.Warning != warning))
            .Select(warning => new Fault("dispensations", "internship.dispensation-needed", warning switch
            {
                PlacementWarning.HostNotPublic => "The host isn't a public organisation: hostNotPublic needs the dean's dispensation with a reason.",
                PlacementWarning.Split => "The internship is split: split needs the dean's dispensation with a reason.",
                PlacementWarning.PartTime => "The internship is part-time: partTime needs the dean's dispensation with a reason.",
                _ => $"The internship takes more than {Settings.WeeksWithoutAgreement} weeks: longer needs the dean's dispensation with a reason.",
            }));

    // A name that was entered without its number can still be that of an organisation whose number is known.
    private bool HasSameNumber(KnownOrganisation organisation, HostOrganisation host) =>
        NumberOf(organisation.Name, organisation.KvkNumber) is { } number && number == NumberOf(host.Name, host.KvkNumber);

    private string? NumberOf(string name, string? kvkNumber) =>
        kvkNumber is { Length: > 0 } ? kvkNumber : KvkNumbers.GetValueOrDefault(OrganisationName.Comparable(name));
}

internal static class OrganisationQueries
{
    /// <summary>The organisations that have an account, to compare host organisations with.</summary>
    public static async Task<IReadOnlyCollection<Organisation>> KnownOrganisationsAsync(this InternshipDbContext db, CancellationToken cancellationToken) =>
        await db.Organisations.AsNoTracking().ToListAsync(cancellationToken);
}
