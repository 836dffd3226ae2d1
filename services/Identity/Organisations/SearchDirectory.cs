using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Finds active organisations by name, so that candidates can select their employer.</summary>
internal static partial class SearchDirectory
{
    private static readonly Keyset<Organisation> Order = Keyset.Ascending((Organisation organisation) => organisation.OrganisationId);

    /// <param name="name">Words of the name, in any order; case, width and composition don't matter.</param>
    /// <param name="paging">The page.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellationToken"></param>
    public static async Task<Ok<Page<OrganisationSummary>>> HandleAsync(
        [StringLength(Organisation.LongestName, MinimumLength = 2)] string name,
        [AsParameters] Paging paging,
        IdentityDbContext db,
        CancellationToken cancellationToken)
    {
        var words = TextPolicy.ComparisonKey(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [])
        {
            return TypedResults.Ok(new Page<OrganisationSummary>([], null));
        }

        var organisations = db.Organisations.AsNoTracking().Where(organisation => organisation.Active);
        foreach (var pattern in words.Select(word => $"%{Escape().Replace(word, @"\$0")}%"))
        {
            organisations = organisations.Where(organisation => EF.Functions.Like(organisation.NameKey, pattern, @"\"));
        }

        var page = await organisations.ToPageAsync(paging, Order, cancellationToken);
        return TypedResults.Ok(page.Select(organisation => new OrganisationSummary(organisation.OrganisationId, organisation.Name)));
    }

    [GeneratedRegex(@"[\\%_]")]
    private static partial Regex Escape();
}
