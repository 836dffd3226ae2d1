using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.Sessions;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>The page on which a person changes their name. The change is published to all services.</summary>
internal static class NamePage
{
    public const string Path = "/account/name";

    public static Task<IResult> ShowAsync(HttpContext context) => AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: false, signedIn =>
    {
        var account = signedIn.Account;
        return Task.FromResult(PageResults.Form(context, Model(account.CallName, account.Prefix, account.Surname ?? account.DisplayName)));
    });

    public static Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        SignInSessions sessions,
        AccountStore accountStore,
        ProgrammeClock clock,
        CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: false, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var model = Model(form["CallName"], form["Prefix"], form["Surname"]);
            FormFault[] faults = form.IsRefused ? [form.Fault] : [.. NameFields.Faults(form)];
            if (faults.Length > 0)
            {
                return PageResults.Form(context, model.With(faults));
            }

            await db.InTransactionAsync(
                async token =>
                {
                    var account = await sessions.LoadAccountAsync(signedIn, token);
                    if (account.Rename(NameFields.Read(form), clock.GetUtcNow()))
                    {
                        await accountStore.PublishAsync(account, token);
                    }
                },
                cancellationToken);
            return AccountPages.Done("name");
        });

    private static FormModel Model(string? callName, string? prefix, string? surname) => new()
    {
        Title = "Naam wijzigen",
        Action = PageGroup.Href(Path),
        Submit = "Naam opslaan",
        Fields = [.. NameFields.Of(callName, prefix, surname)],
        Links = [new(PageGroup.Href(AccountOverview.Path), "Terug naar mijn account")],
    };
}
