using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Sessions;

namespace Metropool.Identity.Self;

/// <summary>Changes how the caller signs in.</summary>
internal sealed class OwnAccount(IdentityDbContext db, SignInSessions sessions, AccountMails mails)
{
    /// <summary>Changes the caller's account in a transaction and ends the caller's other sessions. This browser stays signed in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="signedIn">The caller.</param>
    /// <param name="notification">The sentence that is mailed to the caller, in Dutch.</param>
    /// <param name="change">The change. It can run again, so it changes only the account that it gets and what it loads itself.</param>
    /// <param name="cancellationToken"></param>
    /// <param name="methods">Methods that the caller has now also signed in with, as in <see cref="SignInMethods"/>.</param>
    public async Task ChangeAsync(
        HttpContext context,
        SignedIn signedIn,
        string notification,
        Func<Account, CancellationToken, Task> change,
        CancellationToken cancellationToken,
        IEnumerable<string>? methods = null)
    {
        var changed = await db.InTransactionAsync<Account>(
            async token =>
            {
                var account = await sessions.LoadAccountAsync(signedIn, token);
                await change(account, token);
                await sessions.EndAllAsync(account, signedIn.SessionId, token);
                mails.Changed(account, notification);
                return account;
            },
            cancellationToken);
        await sessions.RenewAsync(context, signedIn with { Account = changed.Value }, methods);
    }
}
