using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Makes an organisation known.</summary>
internal static class RegisterOrganisation
{
    public static async Task<Results<Created<OrganisationView>, ProblemHttpResult>> HandleAsync(
        NewOrganisation request, IdentityDbContext db, IPublishEndpoint publish, ProgrammeClock clock, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        if (await IsKnownAsync(db, request, name, except: null, cancellationToken))
        {
            return Known.ToProblem();
        }

        var organisation = new Organisation
        {
            OrganisationId = Guid.CreateVersion7(time.GetUtcNow()),
            Name = name,
            Oin = request.Oin,
            KvkNumber = request.KvkNumber,
            RegisteredAt = clock.GetUtcNow(),
            ChangedAt = clock.GetUtcNow(),
        };
        db.Organisations.Add(organisation);
        await publish.Publish(organisation.State(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        response.SetVersion(organisation.Version);
        return TypedResults.Created($"/identity/v1/organisations/{organisation.OrganisationId}", OrganisationView.Of(organisation));
    }

    public static Refusal Known { get; } = Refusal.Conflict("identity.organisation-known", "There is an organisation with this name or OIN.");

    public static Task<bool> IsKnownAsync(IdentityDbContext db, NewOrganisation request, string name, Guid? except, CancellationToken cancellationToken) => db.Organisations.AnyAsync(
        o => o.OrganisationId != except && (o.NameKey == TextPolicy.ComparisonKey(name) || (request.Oin != null && o.Oin == request.Oin)),
        cancellationToken);
}

/// <summary>An organisation to register.</summary>
/// <param name="Name">Its name, such as the name of a municipality.</param>
/// <param name="Oin">Organisation identification number of Dutch government: 20 digits.</param>
/// <param name="KvkNumber">Number in the register of the chambers of commerce: 8 digits.</param>
internal sealed record NewOrganisation(
    [StringLength(Organisation.LongestName), Name] string Name,
    [Oin] string? Oin,
    [KvkNumber] string? KvkNumber);
