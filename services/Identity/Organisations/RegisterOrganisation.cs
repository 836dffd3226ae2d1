using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>Registers an organisation.</summary>
internal static class RegisterOrganisation
{
    public static async Task<Results<Created<OrganisationDetail>, ProblemHttpResult>> HandleAsync(
        OrganisationRequest request,
        IdentityDbContext db,
        IPublishEndpoint publish,
        ProgrammeClock clock,
        TimeProvider time,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        if (await ExistsAsync(db, request, name, except: null, cancellationToken))
        {
            return Refusals.OrganisationExists.ToProblem();
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
        return TypedResults.Created($"/identity/v1/organisations/{organisation.OrganisationId}", OrganisationDetail.Of(organisation));
    }

    public static Task<bool> ExistsAsync(
        IdentityDbContext db, OrganisationRequest request, string name, Guid? except, CancellationToken cancellationToken) => db.Organisations.AnyAsync(
        o => o.OrganisationId != except && (o.NameKey == TextPolicy.ComparisonKey(name) || (request.Oin != null && o.Oin == request.Oin)),
        cancellationToken);
}

/// <summary>The details of an organisation.</summary>
/// <param name="Name">The name, such as "Gemeente Voorbeeld".</param>
/// <param name="Oin">The organisation identification number of the Dutch government: 20 digits.</param>
/// <param name="KvkNumber">The number in the register of the chambers of commerce: 8 digits.</param>
internal sealed record OrganisationRequest(
    [StringLength(Organisation.LongestName), Name] string Name,
    [Oin] string? Oin,
    [KvkNumber] string? KvkNumber);
