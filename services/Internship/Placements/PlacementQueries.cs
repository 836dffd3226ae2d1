using Metropool.Hosting.ProgrammeTime;
using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Placements;

/// <summary>What decisions about a placement need from the database.</summary>
internal static class PlacementQueries
{
    public static Task<InternshipFile?> FindAsync(this IQueryable<InternshipFile> files, Guid id, CancellationToken cancellationToken) =>
        files.SingleOrDefaultAsync(file => file.Id == id, cancellationToken);

    /// <summary>
    /// What a placement is judged by now. Known organisations (R26) are the employers of every period, by the name in the participation and by what
    /// Identity says of the organisation, and those of the stated history.
    /// </summary>
    public static async Task<PlacementRules> RulesForAsync(
        this InternshipDbContext db, InternshipFile file, InternshipSettings settings, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var participation = await db.ParticipationOfAsync(file, cancellationToken);
        var ids = participation.Employers.Select(employer => employer.OrganisationId).OfType<Guid>().Distinct().ToList();
        var organisations = await db.Organisations.AsNoTracking().Where(organisation => ids.Contains(organisation.Id)).ToDictionaryAsync(o => o.Id, cancellationToken);
        IReadOnlyList<KnownOrganisation> known =
        [
            .. participation.Employers.Select(employer => new KnownOrganisation(
                employer.Name, employer.OrganisationId is { } id && organisations.TryGetValue(id, out var organisation) ? organisation.KvkNumber : null)),
            .. organisations.Values.Select(organisation => new KnownOrganisation(organisation.Name, organisation.KvkNumber)),
            .. file.FormerEmployers.Select(employer => new KnownOrganisation(employer.Name, employer.KvkNumber)),
        ];
        var numbers = (await db.Organisations.AsNoTracking().Where(organisation => organisation.KvkNumber != null).ToListAsync(cancellationToken))
            .GroupBy(organisation => OrganisationName.Comparable(organisation.Name))
            .Where(sameName => sameName.Count() == 1)
            .ToDictionary(sameName => sameName.Key, sameName => sameName.Single().KvkNumber!);
        var now = clock.GetUtcNow();
        return new PlacementRules(known, numbers, settings, now, ProgrammeClock.DayOf(now));
    }
}
