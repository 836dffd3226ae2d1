using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

/// <summary>Takes measures for, or against, the account of another. The owner is told of each, and it is kept with who took it and why.</summary>
internal sealed class AccountMeasures(
    IdentityDbContext db,
    Appointments appointments,
    OrganisationContacts contacts,
    SignInSessions sessions,
    SignInThrottle throttle,
    SecondFactors factors,
    AccountMails mails,
    TimeProvider time)
{
    public static Refusal Unknown { get; } = Refusal.NotFound("identity.account-unknown", "There is no such account.");

    public static Refusal Own { get; } = Refusal.Forbidden("identity.own-account", "Nobody does this to their own account: another administrator does, or the account page.");

    /// <param name="personId">Whose account.</param>
    /// <param name="kind">What is done.</param>
    /// <param name="by">The administrator; null for operations.</param>
    /// <param name="reason">Why; without personal data.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<Refusal?> TakeAsync(Guid personId, MeasureKind kind, Guid? by, string? reason, CancellationToken cancellationToken)
    {
        if (personId == by)
        {
            return Own;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // One at a time, with dismissals and erasures: of two administrators who block each other, one remains.
        await appointments.TakeTurnAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
        {
            return Unknown;
        }

        if (await DoAsync(account, kind, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        db.AccountMeasures.Add(new AccountMeasure { MeasureId = Guid.CreateVersion7(now), PersonId = personId, Kind = kind, At = now, By = by, Reason = reason });
        mails.Changed(account, Words(kind));
        if (kind is MeasureKind.Blocked or MeasureKind.Unblocked)
        {
            await contacts.ReevaluateAsync(await contacts.OfAsync(personId, cancellationToken), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private async Task<Refusal?> DoAsync(Account account, MeasureKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case MeasureKind.Unlocked:
                await throttle.ForgetAllAsync(account.Email!, withCodes: true, cancellationToken);
                return null;
            case MeasureKind.SecondFactorsRemoved when !await factors.RemoveAllAsync(account, cancellationToken):
                return Refusal.Conflict("identity.no-second-factor", "The account has neither an authenticator app nor a passkey.");
            case MeasureKind.Blocked when account.BlockedAt is not null:
                return Refusal.Conflict("identity.account-blocked", "The account is blocked already.");
            case MeasureKind.Blocked when account.IsAdministrator && await appointments.IsLastAdministratorAsync(account.Id, cancellationToken):
                return Appointments.LastAdministrator;
            case MeasureKind.Unblocked when account.BlockedAt is null:
                return Refusal.Conflict("identity.account-not-blocked", "The account isn't blocked.");
            case MeasureKind.Blocked or MeasureKind.Unblocked:
                account.BlockedAt = kind == MeasureKind.Blocked ? time.GetUtcNow() : null;
                break;
        }

        await sessions.EndAllAsync(account, except: null, cancellationToken);
        return null;
    }

    private static string Words(MeasureKind kind) => kind switch
    {
        MeasureKind.Unlocked => "Een beheerder heeft het inloggen op je account weer geopend.",
        MeasureKind.SignedOut => "Een beheerder heeft je overal uitgelogd.",
        MeasureKind.SecondFactorsRemoved =>
            "Een beheerder heeft de tweede stap bij het inloggen van je account verwijderd: de authenticator-app, de herstelcodes en de passkeys. Je bent overal uitgelogd. Stel na het inloggen een nieuwe tweede stap in.",
        MeasureKind.Blocked => "Een beheerder heeft je account geblokkeerd. Je bent overal uitgelogd, en kunt niet inloggen.",
        _ => "Je account is niet langer geblokkeerd: je kunt weer inloggen.",
    };
}
