using Metropool.Identity.Accounts;
using Metropool.Identity.Pages;
using Metropool.Identity.Registration;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.External;

/// <summary>
/// Signing in with another identity provider. At the first time an existing account with the address that the provider has verified is linked after its owner
/// signed in; if no account has the address, one is made. Without a verified address nothing is linked.
/// </summary>
internal static class ExternalSignIn
{
    public const string Path = "/sign-in/external";
    public const string FailedPath = Path + "/failed";
    private const string AfterPath = Path + "/after";
    private const string LinkPath = Path + "/link";
    private const string NewPath = Path + "/new";

    public static void MapExternalSignIn(this RouteGroupBuilder pages)
    {
        if (pages.ServiceProvider().GetRequiredService<ExternalProvider>().Name is null)
        {
            return;
        }

        pages.MapGet(Path, Start);
        pages.MapGet(FailedPath, (ExternalProvider provider) => Failed($"Inloggen met {provider.Name} is niet gelukt, of werd afgebroken."));
        pages.MapGet(AfterPath, AfterAsync);
        pages.MapPage(LinkPath, ShowLinkAsync, SubmitLinkAsync);
        pages.MapPage(NewPath, ShowNewAsync, SubmitNewAsync);
    }

    private static IServiceProvider ServiceProvider(this RouteGroupBuilder pages) => ((IEndpointRouteBuilder)pages).ServiceProvider;

    private static IResult Start(string? returnUrl) =>
        Results.Challenge(new AuthenticationProperties { RedirectUri = PageGroup.Href(AfterPath, returnUrl) }, [ExternalProvider.Scheme]);

    private static async Task<IResult> AfterAsync(
        HttpContext context,
        ProviderLinks links,
        AccountStore accountStore,
        SignInFlow flow,
        ExternalProvider provider,
        string? returnUrl,
        CancellationToken cancellationToken)
    {
        if (await ProviderLinks.FindPendingAsync(context) is not { } person)
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));
        }

        if (await links.FindAsync(person, cancellationToken) is { } account)
        {
            return await flow.ContinueAsync(context, account, [SignInMethods.Federated], returnUrl, cancellationToken);
        }

        if (person.Email is null)
        {
            await context.SignOutAsync(IdentityConstants.ExternalScheme);
            return Failed($"{provider.Name} staat niet in voor je e-mailadres. Registreer je hier met een e-mailadres en wachtwoord.");
        }

        return Results.Redirect(PageGroup.Href(await accountStore.FindAsync(person.Email, cancellationToken) is null ? NewPath : LinkPath, returnUrl));
    }

    private static async Task<IResult> ShowLinkAsync(HttpContext context, ExternalProvider provider, string? returnUrl) =>
        await ProviderLinks.FindPendingAsync(context) is { Email: not null }
            ? PageResults.Form(context, LinkModel(provider, returnUrl))
            : Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));

    private static async Task<IResult> SubmitLinkAsync(
        HttpContext context, SignInFlow flow, ExternalProvider provider, string? returnUrl, CancellationToken cancellationToken)
    {
        if (await ProviderLinks.FindPendingAsync(context) is not { Email: { } email })
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));
        }

        var form = await PageForm.ReadAsync(context);
        if (form.IsRefused)
        {
            return PageResults.Form(context, LinkModel(provider, returnUrl).With(form.Fault));
        }

        // The account is linked when all steps of signing in are done.
        var check = await flow.CheckPasswordAsync(context, email, form.Exact("Password"), cancellationToken);
        return check switch
        {
            { Account: { } account } => await flow.ContinueAsync(context, account, [SignInMethods.Password], returnUrl, cancellationToken),
            { Lockout: { } lockout } => LockoutPage.Show(context, LinkModel(provider, returnUrl), lockout),
            _ => PageResults.Form(context, LinkModel(provider, returnUrl).With(new FormFault("Password", "Controleer het wachtwoord."))),
        };
    }

    private static async Task<IResult> ShowNewAsync(HttpContext context, ExternalProvider provider, string? returnUrl) =>
        await ProviderLinks.FindPendingAsync(context) is { Email: not null } person
            ? PageResults.Form(context, NewModel(provider, returnUrl, person.CallName, null, person.Surname))
            : Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));

    private static async Task<IResult> SubmitNewAsync(
        HttpContext context,
        IdentityDbContext db,
        ProviderLinks links,
        AccountStore accountStore,
        SignInFlow flow,
        ExternalProvider provider,
        string? returnUrl,
        CancellationToken cancellationToken)
    {
        if (await ProviderLinks.FindPendingAsync(context) is not { Email: { } email } person
            || await accountStore.FindAsync(email, cancellationToken) is not null)
        {
            return Results.Redirect(PageGroup.Href(SignInPage.Path, returnUrl));
        }

        var form = await PageForm.ReadAsync(context);
        var model = NewModel(provider, returnUrl, form["CallName"], form["Prefix"], form["Surname"]);
        FormFault[] faults = form.IsRefused ? [form.Fault] : [.. NameFields.Faults(form)];
        if (faults.Length > 0)
        {
            return PageResults.Form(context, model.With(faults));
        }

        var account = await accountStore.AddAsync(email, NameFields.Read(form), passwordHash: null, cancellationToken);
        links.Add(person, account);
        await db.SaveChangesAsync(cancellationToken);
        return await flow.CompleteAsync(context, account, [SignInMethods.Federated], returnUrl, cancellationToken);
    }

    private static IResult Failed(string text) => PageResults.Notice(new()
    {
        Title = "Inloggen is niet gelukt",
        Text = [text],
        Links = [new(PageGroup.Href(SignInPage.Path), "Terug naar inloggen"), new(PageGroup.Href(RegisterPage.Path), "Registreren")],
        IsFault = true,
    });

    private static FormModel LinkModel(ExternalProvider provider, string? returnUrl) => new()
    {
        Title = "Account koppelen",
        Action = PageGroup.Href(LinkPath, returnUrl),
        Submit = "Koppelen",
        FaultTitle = "Koppelen is niet gelukt",
        Intro =
        [
            $"Er is hier al een account met het e-mailadres dat {provider.Name} van je kent. "
            + $"Laat één keer met je wachtwoord zien dat het van jou is; daarna log je in met {provider.Name}.",
        ],
        Fields = [new("Password", "Wachtwoord bij Metropool", "password", "current-password")],
        Links =
        [
            new(PageGroup.Href(PasskeySignInPage.Path, returnUrl), "Passkey gebruiken"),
            new(PageGroup.Href(ForgotPasswordPage.Path), "Wachtwoord vergeten?"),
        ],
    };

    private static FormModel NewModel(ExternalProvider provider, string? returnUrl, string? callName, string? prefix, string? surname) => new()
    {
        Title = "Account maken",
        Action = PageGroup.Href(NewPath, returnUrl),
        Submit = "Account maken",
        Intro = [$"Je bent ingelogd bij {provider.Name}, en hebt hier nog geen account. Controleer je naam."],
        Fields = [.. NameFields.Of(callName, prefix, surname)],
    };
}
