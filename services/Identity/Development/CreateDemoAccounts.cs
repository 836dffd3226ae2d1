using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Fault = Metropool.Http.Fault;

namespace Metropool.Identity.Development;

/// <summary>Creates many accounts at once, for demonstrations and load tests. Only available in Development.</summary>
internal static class CreateDemoAccounts
{
    private static readonly string[] AllowedRoles = [Roles.Staff, Roles.EmployerContact];

    public static IEndpointRouteBuilder MapDevelopment(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            routes.MapPost("/development/people", HandleAsync).RequireAuthorization(Policies.Administrator)
                .ReturnsSecret().ReturnsUnpagedList("As many as requested: at most 100.")
                .WithTags("Development").WithName("CreateDemoAccounts").WithSummary("Create demo accounts")
                .WithDescription("Creates up to 100 accounts, each with a random password that is returned once. Development only.");
        }

        return routes;
    }

    private static async Task<Results<Ok<List<CreatedAccountDetail>>, ProblemHttpResult>> HandleAsync(
        CreateDemoAccountsRequest request,
        IdentityDbContext db,
        IPasswordHasher<Account> hasher,
        ILookupNormalizer normalizer,
        OrganisationContacts contacts,
        IPublishEndpoint publish,
        ProgrammeClock clock,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var roles = request.Roles ?? [];
        if (roles.FirstOrDefault(role => !AllowedRoles.Contains(role)) is { } unknown)
        {
            return NotAllowed("roles", $"'{unknown}' is none of {string.Join(", ", AllowedRoles)}.");
        }

        if (request.OrganisationId is { } organisationId && !await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken))
        {
            return NotAllowed("organisationId", "Organisation not found.");
        }

        var batch = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var created = Enumerable.Range(1, request.Count).Select(number => new CreatedAccountDetail(
            Guid.CreateVersion7(time.GetUtcNow()),
            DemoUsers.UserName(Slug(request.Prefix), number, batch),
            $"{request.Prefix} {number:00}",
            DemoUsers.Password())).ToList();

        // Hashing is slow by design, so the accounts are created in parallel.
        var accounts = new Account[created.Count];
        var staffRoles = roles.Where(role => role != Roles.EmployerContact).ToArray();
        Parallel.For(0, created.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var account = Account.Register(created[i].PersonId, created[i].UserName, new PersonName(created[i].DisplayName), staffRoles, clock.GetUtcNow());
            account.NormalizedUserName = normalizer.NormalizeName(account.UserName);
            account.NormalizedEmail = normalizer.NormalizeEmail(account.Email);
            account.SecurityStamp = Guid.NewGuid().ToString();
            account.PasswordHash = hasher.HashPassword(account, created[i].Password);
            accounts[i] = account;
        });

        Guid[] organisations = request.OrganisationId is { } id ? [id] : [];
        await db.InTransactionAsync(
            async token =>
            {
                db.Users.AddRange(accounts);
                db.Contacts.AddRange(
                    from organisation in organisations
                    from person in accounts
                    select new Contact { OrganisationId = organisation, PersonId = person.Id, Since = clock.GetUtcNow() });
                foreach (var state in accounts.SelectMany(account => account.State()))
                {
                    await publish.Publish(state, token);
                }

                await contacts.ReevaluateAsync(organisations, token);
            },
            cancellationToken);
        return TypedResults.Ok(created);
    }

    private static ProblemHttpResult NotAllowed(string where, string detail) => Refusal
        .Invalid(ProblemCodes.Invalid, "The request has values that are not allowed.", new Fault(where, FaultCodes.NotAllowed, detail)).ToProblem();

    private static string Slug(string prefix)
    {
        var letters = prefix.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray();
        return letters.Length == 0 ? "persoon" : new string(letters);
    }
}

/// <summary>Accounts to create.</summary>
/// <param name="Count">The number of accounts, at most 100.</param>
/// <param name="Prefix">The start of their names, such as "Deelnemer". A number follows, so that they don't look like real people.</param>
/// <param name="Roles">Their general roles: staff, employer-contact, or none.</param>
/// <param name="OrganisationId">The organisation that they are contacts of.</param>
internal sealed record CreateDemoAccountsRequest(
    [Range(1, 100)] int Count,
    [StringLength(50, MinimumLength = 1), Name] string Prefix,
    IReadOnlyList<string>? Roles,
    Guid? OrganisationId);

/// <summary>An account that was created.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="UserName">The e-mail address that they sign in with.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Password">The password. It is only returned here.</param>
internal sealed record CreatedAccountDetail(Guid PersonId, string UserName, string DisplayName, string Password);
