using Metropool.Hosting;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>The page on which a person replaces their recovery codes. The new ones are shown once.</summary>
internal static class RecoveryCodesPage
{
    public const string Path = "/account/recovery-codes";

    public static Task<IResult> ShowAsync(HttpContext context) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, _ => Task.FromResult(PageResults.Form(context, new()
    {
        Title = "Nieuwe herstelcodes maken",
        Action = PageGroup.Href(Path),
        Submit = "Codes maken",
        Intro = ["De oude herstelcodes werken daarna niet meer."],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    })));

    public static Task<IResult> SubmitAsync(
        HttpContext context, IdentityDbContext db, SecondFactors factors, SignInSessions sessions, AccountMails mails, CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            if (signedIn.Account.TotpSecret is null || (await PageForm.ReadAsync(context)).IsRefused)
            {
                return Results.Redirect(PageGroup.Href(AccountOverview.Path));
            }

            var codes = await db.InTransactionAsync<string[]>(
                async token =>
                {
                    var account = await sessions.LoadAccountAsync(signedIn, token);
                    mails.Changed(account, "Er zijn nieuwe herstelcodes voor je account gemaakt. De oude werken niet meer.");
                    return await factors.ReplaceCodesAsync(account, token);
                },
                cancellationToken);
            return Show(codes.Value, null);
        });

    public static IResult Show(IReadOnlyList<string> codes, string? returnUrl) => PageResults.Notice(new()
    {
        Title = "Bewaar deze herstelcodes",
        Text =
        [
            "Met een herstelcode log je in als je de app niet bij je hebt. Elke code werkt één keer. "
            + "Print ze, of bewaar ze in een wachtwoordkluis: ze worden alleen nu getoond.",
        ],
        Codes = codes,
        Links = [new(PageGroup.IsOurs(returnUrl) ? returnUrl! : PageGroup.Href(AccountOverview.Path), "Verder")],
    });
}
