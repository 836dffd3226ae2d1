using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>Signing in without an app again, after the question whether that is meant.</summary>
internal static class AuthenticatorRemoval
{
    public const string Path = "/account/authenticator/removal";

    public static Task<IResult> ShowAsync(HttpContext context) => SelfService.ForOwnerAsync(context, Path, recently: true, _ => Task.FromResult(PageResults.Form(context, new()
    {
        Title = "Authenticator-app verwijderen",
        Action = PageGroup.Href(Path),
        Submit = "Verwijderen",
        Intro = ["Daarna is je wachtwoord genoeg om in te loggen, en werken de herstelcodes niet meer."],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    })));

    public static Task<IResult> TakeAsync(HttpContext context, IdentityDbContext db, SecondFactors factors, SignInSessions sessions, AccountMails mails, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn =>
        {
            if ((await PageForm.ReadAsync(context)).IsRefused)
            {
                return Results.Redirect(PageGroup.Href(Path));
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await factors.RemoveAsync(signedIn.Account, cancellationToken);
            await sessions.EndAllAsync(signedIn.Account, signedIn.SessionId, cancellationToken);
            mails.Changed(signedIn.Account, "De authenticator-app is van je account verwijderd: je wachtwoord is weer genoeg om in te loggen.");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await sessions.RenewAsync(context, signedIn);
            return SelfService.Done("authenticator-removed");
        });
}
