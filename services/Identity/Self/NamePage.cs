using Metropool.Hosting.ProgrammeTime;
using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Pages;

namespace Metropool.Identity.Self;

/// <summary>Another name; every service learns of it.</summary>
internal static class NamePage
{
    public const string Path = "/account/name";

    public static Task<IResult> ShowAsync(HttpContext context) => SelfService.ForOwnerAsync(context, Path, recently: false, signedIn =>
    {
        var account = signedIn.Account;
        return Task.FromResult(PageResults.Form(context, Model(account.CallName, account.Prefix, account.Surname ?? account.DisplayName)));
    });

    public static Task<IResult> TakeAsync(HttpContext context, IdentityDbContext db, Registrar registrar, ProgrammeClock clock, CancellationToken cancellationToken) =>
        SelfService.ForOwnerAsync(context, Path, recently: false, async signedIn =>
        {
            var form = await PageForm.ReadAsync(context);
            var model = Model(form["CallName"], form["Prefix"], form["Surname"]);
            FormFault[] faults = form.IsRefused ? [form.Fault] : [.. NameFields.Faults(form)];
            if (faults.Length > 0)
            {
                return PageResults.Form(context, model.With(faults));
            }

            if (signedIn.Account.Rename(NameFields.Read(form), clock.GetUtcNow()))
            {
                await registrar.PublishAsync(signedIn.Account, cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return SelfService.Done("name");
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
