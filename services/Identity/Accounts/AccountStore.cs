using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Organisations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Finds and adds accounts. The caller saves the account and its events together.</summary>
internal sealed class AccountStore(
    IdentityDbContext db, UserManager<Account> accounts, IPublishEndpoint publish, ProgrammeClock clock, TimeProvider time)
{
    /// <summary>Longer passwords take too long to hash.</summary>
    public const int LongestPassword = 200;

    /// <summary>Adds an account without roles.</summary>
    /// <param name="userName">The confirmed e-mail address.</param>
    /// <param name="name">The name.</param>
    /// <param name="passwordHash">The hash of the password; null if the person signs in with another identity provider.</param>
    /// <param name="cancellationToken"></param>
    public Task<Account> AddAsync(string userName, PersonName name, string? passwordHash, CancellationToken cancellationToken) =>
        AddAsync(Guid.CreateVersion7(time.GetUtcNow()), userName, name, [], null, passwordHash, cancellationToken);

    /// <summary>Adds an account with roles, for the demo users.</summary>
    /// <param name="personId">The id of the person.</param>
    /// <param name="userName">The e-mail address.</param>
    /// <param name="name">The name.</param>
    /// <param name="roles">The general roles.</param>
    /// <param name="organisationId">The organisation that the person is a contact of.</param>
    /// <param name="passwordHash">The hash of the password.</param>
    /// <param name="cancellationToken"></param>
    public async Task<Account> AddAsync(
        Guid personId,
        string userName,
        PersonName name,
        IEnumerable<string> roles,
        Guid? organisationId,
        string? passwordHash,
        CancellationToken cancellationToken)
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

    /// <summary>Publishes the state of the account. The caller saves.</summary>
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

    /// <summary>Whether a password is allowed for an account with this address.</summary>
    public async Task<bool> IsPasswordAllowedAsync(string password, string email)
    {
        if (password.Length > LongestPassword || CommonPasswords.Holds(password, email))
        {
            return false;
        }

        foreach (var validator in accounts.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(accounts, SignIn.DummyAccount.Account, password)).Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    public string Hash(string password) => accounts.PasswordHasher.HashPassword(SignIn.DummyAccount.Account, password);

    /// <summary>Whether a hash is that of a password.</summary>
    public bool IsPassword(string password, string hash) =>
        accounts.PasswordHasher.VerifyHashedPassword(SignIn.DummyAccount.Account, hash, password) != PasswordVerificationResult.Failed;
}
