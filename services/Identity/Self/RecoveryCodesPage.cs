using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.Security;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>Codes for when the app is lost, shown once.</summary>
internal static class RecoveryCodesPage
{
    public const string Path = "/account/recovery-codes";

    public static Task<IResult> ShowAsync(HttpContext context) => SelfService.ForOwnerAsync(context, Path, recently: true, _ => Task.FromResult(PageResults.Form(context, new()
    {
        Title = "Nieuwe herstelcodes maken",
        Action = PageGroup.Href(Path),
        Submit = "Codes maken",
        Intro = ["De oude herstelcodes werken daarna niet meer."],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    })));

    public static Task<IResult> TakeAsync(HttpContext context, IdentityDbContext db, SecondFactors factors, AccountMails mails, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: true, async signedIn =>
        {
            if (signedIn.Account.TotpSecret is null || (await PageForm.ReadAsync(context)).IsRefused)
            {
                return Results.Redirect(PageGroup.Href(AccountOverview.Path));
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var codes = await factors.NewCodesAsync(signedIn.Account, cancellationToken);
            mails.Changed(signedIn.Account, "Er zijn nieuwe herstelcodes voor je account gemaakt. De oude werken niet meer.");
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return Show(codes, null);
        });

    public static IResult Show(IReadOnlyList<string> codes, string? returnUrl) => PageResults.Notice(new()
    {
        Title = "Bewaar deze herstelcodes",
        Text = ["Met een herstelcode log je in als je de app niet bij je hebt. Elke code werkt één keer. Print ze, of bewaar ze in een wachtwoordkluis: ze worden alleen nu getoond."],
        Codes = codes,
        Links = [new(PageGroup.IsOurs(returnUrl) ? returnUrl! : PageGroup.Href(AccountOverview.Path), "Verder")],
    });
}
