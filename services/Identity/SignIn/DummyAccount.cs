using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.SignIn;

/// <summary>
/// Stands in for an account that doesn't exist: its password is verified all the same, so that the time of the answer doesn't show which accounts exist.
/// </summary>
internal static class DummyAccount
{
    /// <summary>An account for ASP.NET Core Identity's password hasher, which needs one and doesn't read it.</summary>
    public static Account Account { get; } = Account.Register(Guid.Empty, "dummy", new PersonName("Dummy"), [], DateTimeOffset.UnixEpoch);

    private static readonly Lazy<string> Hash = new(() => new PasswordHasher<Account>().HashPassword(Account, Guid.NewGuid().ToString()));

    public static void VerifyPassword(IPasswordHasher<Account> hasher, string password) => hasher.VerifyHashedPassword(Account, Hash.Value, password);
}
