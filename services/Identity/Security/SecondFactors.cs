using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Security;

/// <summary>A code for when the app is lost. Only its hash is stored, and it is deleted when it is used.</summary>
internal sealed class RecoveryCode
{
    public required Guid PersonId { get; init; }

    /// <summary>SHA-256; the code has 66 bits.</summary>
    public required byte[] CodeHash { get; init; }
}

/// <summary>The kind of code that was redeemed.</summary>
internal enum RedeemedCode
{
    None,

    App,

    Recovery,
}

/// <summary>The second factors of an account: an authenticator app with its recovery codes, and passkeys.</summary>
internal sealed class SecondFactors(IdentityDbContext db, IDataProtectionProvider protection, TimeProvider time)
{
    public const int CodesAtOnce = 10;
    private const int DigitsOfCode = 20;
    private readonly IDataProtector _protector = protection.CreateProtector("Metropool.Identity.Totp");

    /// <summary>The page on which the second factor of the account is used; null if the account has none.</summary>
    public async Task<string?> PageOfAsync(Account account, CancellationToken cancellationToken) =>
        await db.UserPasskeys.AnyAsync(passkey => passkey.UserId == account.Id, cancellationToken) ? PasskeySignInPage.Path
        : account.TotpSecret is not null ? SignInPage.Path
        : null;

    /// <summary>Redeems a code of the app or a recovery code. Each code works once.</summary>
    public async Task<RedeemedCode> RedeemAsync(Account account, string code, CancellationToken cancellationToken)
    {
        var digits = new string([.. code.Where(char.IsAsciiDigit)]);
        if (digits.Length == DigitsOfCode)
        {
            var hash = HashOf(digits);
            return await db.RecoveryCodes.Where(c => c.PersonId == account.Id && c.CodeHash == hash).ExecuteDeleteAsync(cancellationToken) == 1
                ? RedeemedCode.Recovery
                : RedeemedCode.None;
        }

        // Each time step works once, so that a code can't be replayed (RFC 6238, section 5.2).
        return account.TotpSecret is { } secret && Totp.StepOf(_protector.Unprotect(secret), digits, time.GetUtcNow()) is { } step
            && await db.Users.Where(a => a.Id == account.Id && (a.TotpLastStep == null || a.TotpLastStep < step))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.TotpLastStep, step), cancellationToken) == 1 ? RedeemedCode.App : RedeemedCode.None;
    }

    /// <summary>Sets the authenticator app of the account, after a valid code. The caller saves.</summary>
    public void SetAuthenticator(Account account, byte[] secret, long step)
    {
        account.TotpSecret = _protector.Protect(secret);
        account.TotpLastStep = step;
        account.TwoFactorEnabled = true;
    }

    /// <summary>Removes the authenticator app and the recovery codes. The caller saves.</summary>
    public async Task RemoveAsync(Account account, CancellationToken cancellationToken)
    {
        (account.TotpSecret, account.TotpLastStep, account.TwoFactorEnabled) = (null, null, false);
        await db.RecoveryCodes.Where(code => code.PersonId == account.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes all second factors: authenticator app, recovery codes and passkeys. The caller saves.</summary>
    /// <returns>False if there were none.</returns>
    public async Task<bool> RemoveAllAsync(Account account, CancellationToken cancellationToken)
    {
        var hadApp = account.TotpSecret is not null;
        await RemoveAsync(account, cancellationToken);
        return await db.UserPasskeys.Where(passkey => passkey.UserId == account.Id).ExecuteDeleteAsync(cancellationToken) > 0 || hadApp;
    }

    /// <summary>Replaces the recovery codes. The caller saves.</summary>
    /// <returns>The codes, to be shown once.</returns>
    public async Task<string[]> ReplaceCodesAsync(Account account, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(code => code.PersonId == account.Id).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, CodesAtOnce).Select(_ => RandomNumberGenerator.GetString("0123456789", DigitsOfCode)).ToArray();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { PersonId = account.Id, CodeHash = HashOf(code) }));
        return [.. codes.Select(code => string.Join(' ', code.Chunk(4).Select(part => new string(part))))];
    }

    private static byte[] HashOf(string digits) => SHA256.HashData(Encoding.ASCII.GetBytes(digits));
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(c => new { c.PersonId, c.CodeHash });
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
