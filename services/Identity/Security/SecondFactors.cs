using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Security;

/// <summary>A code for when the app is lost; kept as a hash, and gone when used.</summary>
internal sealed class RecoveryCode
{
    public required Guid PersonId { get; init; }

    /// <summary>SHA-256; the code has 66 bits.</summary>
    public required byte[] CodeHash { get; init; }
}

/// <summary>Which code was taken.</summary>
internal enum TakenCode
{
    None,

    App,

    Recovery,
}

/// <summary>What an account has beside a password: an authenticator app with its recovery codes, and passkeys.</summary>
internal sealed class SecondFactors(IdentityDbContext db, IDataProtectionProvider protection, TimeProvider time)
{
    public const int CodesAtOnce = 10;
    private const int DigitsOfCode = 20;
    private readonly IDataProtector _protector = protection.CreateProtector("Metropool.Identity.Totp");

    /// <summary>The page on which somebody shows the second factor of an account; null where it has none.</summary>
    public async Task<string?> PageOfAsync(Account account, CancellationToken cancellationToken) =>
        await db.UserPasskeys.AnyAsync(passkey => passkey.UserId == account.Id, cancellationToken) ? PasskeySignInPage.Path
        : account.TotpSecret is not null ? SignInPage.Path
        : null;

    /// <summary>Takes a code of the app or a recovery code, once.</summary>
    public async Task<TakenCode> TakeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        var digits = new string([.. code.Where(char.IsAsciiDigit)]);
        if (digits.Length == DigitsOfCode)
        {
            var hash = HashOf(digits);
            return await db.RecoveryCodes.Where(c => c.PersonId == account.Id && c.CodeHash == hash).ExecuteDeleteAsync(cancellationToken) == 1 ? TakenCode.Recovery : TakenCode.None;
        }

        // Of two requests with the same code, and of a code that somebody has overheard, one counts.
        return account.TotpSecret is { } secret && Totp.StepOf(_protector.Unprotect(secret), digits, time.GetUtcNow()) is { } step
            && await db.Users.Where(a => a.Id == account.Id && (a.TotpLastStep == null || a.TotpLastStep < step))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.TotpLastStep, step), cancellationToken) == 1 ? TakenCode.App : TakenCode.None;
    }

    /// <summary>Gives the account an app, after a code of it was shown. Saved by the caller.</summary>
    public void Set(Account account, byte[] secret, long step)
    {
        account.TotpSecret = _protector.Protect(secret);
        account.TotpLastStep = step;
        account.TwoFactorEnabled = true;
    }

    /// <summary>Takes the app away. Saved by the caller.</summary>
    public async Task RemoveAsync(Account account, CancellationToken cancellationToken)
    {
        (account.TotpSecret, account.TotpLastStep, account.TwoFactorEnabled) = (null, null, false);
        await db.RecoveryCodes.Where(code => code.PersonId == account.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Takes everything away that was lost with a telephone: app, recovery codes and passkeys. Saved by the caller.</summary>
    /// <returns>False where there was nothing.</returns>
    public async Task<bool> RemoveAllAsync(Account account, CancellationToken cancellationToken)
    {
        var hadApp = account.TotpSecret is not null;
        await RemoveAsync(account, cancellationToken);
        return await db.UserPasskeys.Where(passkey => passkey.UserId == account.Id).ExecuteDeleteAsync(cancellationToken) > 0 || hadApp;
    }

    /// <summary>New recovery codes in place of the old ones. Saved by the caller.</summary>
    /// <returns>The codes, to be shown this once.</returns>
    public async Task<IReadOnlyList<string>> NewCodesAsync(Account account, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(code => code.PersonId == account.Id).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, CodesAtOnce).Select(_ => RandomNumberGenerator.GetString("0123456789", DigitsOfCode)).ToArray();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { PersonId = account.Id, CodeHash = HashOf(code) }));
        return [.. codes.Select(code => string.Join(' ', code.Chunk(4).Select(part => new string(part))))];
    }

    private static byte[] HashOf(string digits) => SHA256.HashData(Encoding.ASCII.GetBytes(digits));
}
