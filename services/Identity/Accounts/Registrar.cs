using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Makes accounts. The account and the events that tell of it are saved together, by the caller.</summary>
internal sealed class Registrar(
    IdentityDbContext db, UserManager<Account> accounts, IPublishEndpoint publish, ProgrammeClock clock, TimeProvider time)
{
    /// <summary>Longer ones take long to hash.</summary>
    public const int LongestPassword = 200;

    /// <summary>Adds an account with a password that was hashed already, or without one.</summary>
    /// <param name="userName">The e-mail address, known to be theirs.</param>
    /// <param name="name">The name.</param>
    /// <param name="passwordHash">Null: they sign in otherwise.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<Account> AddAsync(string userName, PersonName name, string? passwordHash, CancellationToken cancellationToken) =>
        AddAsync(Guid.CreateVersion7(time.GetUtcNow()), userName, name, [], null, passwordHash, cancellationToken);

    /// <summary>Adds an account with roles, for the demonstration and for invitations.</summary>
    /// <param name="personId">The id that the person gets in every service.</param>
    /// <param name="userName">The e-mail address.</param>
    /// <param name="name">The name.</param>
    /// <param name="roles">What they are appointed as; staff and administrator.</param>
    /// <param name="organisationId">The organisation that they speak for.</param>
    /// <param name="passwordHash">Null: there is none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Account> AddAsync(
        Guid personId, string userName, PersonName name, IEnumerable<string> roles, Guid? organisationId, string? passwordHash, CancellationToken cancellationToken)
    {
        var account = Account.Register(personId, userName, name, roles.Where(role => role != Roles.EmployerContact), clock.GetUtcNow());
        account.NormalizedUserName = accounts.NormalizeName(userName);
        account.NormalizedEmail = accounts.NormalizeEmail(userName);
        account.PasswordHash = passwordHash;
        account.SecurityStamp = Guid.NewGuid().ToString();
        db.Users.Add(account);
        if (organisationId is { } organisation)
        {
            db.Contacts.Add(new Contact { OrganisationId = organisation, PersonId = personId, Since = clock.GetUtcNow() });
        }

        await PublishAsync(account, cancellationToken);
        return account;
    }

    /// <summary>Tells every service of a change of the account.</summary>
    public async Task PublishAsync(Account account, CancellationToken cancellationToken)
    {
        foreach (var state in account.State())
        {
            await publish.Publish(state, cancellationToken);
        }
    }

    public Task<Account?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = accounts.NormalizeEmail(email.Trim());
        return db.Users.SingleOrDefaultAsync(account => account.NormalizedEmail == normalized, cancellationToken);
    }

    /// <summary>Whether a password may be one of an account with an address.</summary>
    public async Task<bool> IsPasswordAsync(string password, string email)
    {
        if (password.Length > LongestPassword || CommonPasswords.Holds(password, email))
        {
            return false;
        }

        foreach (var validator in accounts.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(accounts, SignIn.Nobody.Account, password)).Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    public string Hash(string password) => accounts.PasswordHasher.HashPassword(SignIn.Nobody.Account, password);
}
