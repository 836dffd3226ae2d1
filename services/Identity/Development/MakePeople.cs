using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Fault = Metropool.Http.Fault;

namespace Metropool.Identity.Development;

/// <summary>Makes many accounts at once, for demonstrations and load tests. It is not there outside development.</summary>
internal static class MakePeople
{
    private static readonly string[] AllowedRoles = [Roles.Staff, Roles.EmployerContact];

    public static IEndpointRouteBuilder MapDevelopment(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            routes.MapPost("/development/people", HandleAsync).RequireAuthorization(Policies.Administrator).AnswersWithSecret().AnswersWholeList("As many as were asked for: at most 100.")
                .WithTags("Development").WithName("MakePeople").WithSummary("Make accounts for a demonstration")
                .WithDescription("Makes up to 100 accounts, each with a random password that is told once. Development only.");
        }

        return routes;
    }

    private static async Task<Results<Ok<List<MadePerson>>, ProblemHttpResult>> HandleAsync(
        PeopleToMake request,
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
            return Refusal.Invalid(ProblemCodes.Invalid, "The request has values that are not allowed.", new Fault("roles", FaultCodes.NotAllowed, $"'{unknown}' is none of {string.Join(", ", AllowedRoles)}.")).ToProblem();
        }

        if (request.OrganisationId is { } organisationId && !await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken))
        {
            return Refusal.Invalid("identity.organisation-unknown", "There is no such organisation.", new Fault("organisationId", FaultCodes.NotAllowed, "There is no such organisation.")).ToProblem();
        }

        var batch = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var made = Enumerable.Range(1, request.Count).Select(number => new MadePerson(
            Guid.CreateVersion7(time.GetUtcNow()),
            DemoUsers.UserName(Slug(request.Prefix), number, batch),
            $"{request.Prefix} {number:00}",
            DemoUsers.Password())).ToList();

        // A hash is meant to be slow, and there are many.
        var people = new Account[made.Count];
        Parallel.For(0, made.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var account = Account.Register(made[i].PersonId, made[i].UserName, new PersonName(made[i].DisplayName), roles.Where(role => role != Roles.EmployerContact), clock.GetUtcNow());
            account.NormalizedUserName = normalizer.NormalizeName(account.UserName);
            account.NormalizedEmail = normalizer.NormalizeEmail(account.Email);
            account.SecurityStamp = Guid.NewGuid().ToString();
            account.PasswordHash = hasher.HashPassword(account, made[i].Password);
            people[i] = account;
        });

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Users.AddRange(people);
        if (request.OrganisationId is { } spokenFor)
        {
            db.Contacts.AddRange(people.Select(person => new Contact { OrganisationId = spokenFor, PersonId = person.Id, Since = clock.GetUtcNow() }));
        }

        foreach (var state in people.SelectMany(account => account.State()))
        {
            await publish.Publish(state, cancellationToken);
        }

        await contacts.ReevaluateAsync(request.OrganisationId is { } touched ? [touched] : [], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(made);
    }

    private static string Slug(string prefix)
    {
        var letters = prefix.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray();
        return letters.Length == 0 ? "persoon" : new string(letters);
    }
}

/// <summary>Accounts to make.</summary>
/// <param name="Count">How many, at most 100.</param>
/// <param name="Prefix">What their names begin with; a number follows, so that nobody takes them for people.</param>
/// <param name="Roles">Their general roles: staff, employer-contact, or none.</param>
/// <param name="OrganisationId">The organisation that they speak for.</param>
internal sealed record PeopleToMake([Range(1, 100)] int Count, [StringLength(50, MinimumLength = 1), Name] string Prefix, IReadOnlyList<string>? Roles, Guid? OrganisationId);

/// <summary>An account that was made.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="UserName">What they sign in with.</param>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Password">Told this once.</param>
internal sealed record MadePerson(Guid PersonId, string UserName, string DisplayName, string Password);
