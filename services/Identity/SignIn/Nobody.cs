using Metropool.Identity.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.SignIn;

/// <summary>What is compared where there is nothing to compare with, so that the answer takes as long.</summary>
internal static class Nobody
{
    public static Account Account { get; } = Account.Register(Guid.Empty, "nobody", new PersonName("Nobody"), [], DateTimeOffset.UnixEpoch);

    private static readonly Lazy<string> Hash = new(() => new PasswordHasher<Account>().HashPassword(Account, Guid.NewGuid().ToString()));

    public static void Verify(IPasswordHasher<Account> hasher, string password) => hasher.VerifyHashedPassword(Account, Hash.Value, password);
}
