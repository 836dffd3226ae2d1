using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Metropool.Identity.Pages;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.AspNetCore.Identity;

namespace Metropool.Identity.Registration;

/// <summary>
/// The page on which a person registers. The answer is the same whether or not the address has an account, and takes as long: in both cases a password is
/// hashed and a registration and a mail are written. Only the mail tells the difference. An address that has reached its limit of mails gets none; the
/// registration stays, and can be confirmed with an earlier or a later link.
/// </summary>
internal static class RegisterPage
{
    public const string Path = "/register";
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    public static void MapRegistration(this RouteGroupBuilder pages)
    {
        pages.MapPage(Path, Show, SubmitAsync);
        pages.MapPage(ConfirmRegistrationPage.Path, ConfirmRegistrationPage.ShowAsync, ConfirmRegistrationPage.SubmitAsync);
        pages.MapPage(ResendPage.Path, ResendPage.Show, ResendPage.SubmitAsync);
        pages.MapPage(ForgotPasswordPage.Path, ForgotPasswordPage.Show, ForgotPasswordPage.SubmitAsync);
        pages.MapPage(ResetPasswordPage.Path, ResetPasswordPage.ShowAsync, ResetPasswordPage.SubmitAsync);
    }

    private static IResult Show(HttpContext context, string? returnUrl) => PageResults.Form(context, Model(null, null, returnUrl));

    private static async Task<IResult> SubmitAsync(
        HttpContext context,
        IdentityDbContext db,
        AccountStore accountStore,
        OneTimeLinks links,
        MailRequests requests,
        AccountMails mails,
        UserManager<Account> accounts,
        TimeProvider time,
        string? returnUrl,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var (name, email, password) = (NameFields.Read(form), form["Email"], form.Exact("Password"));
        var model = Model(form, email, returnUrl);
        if (form.IsRefused)
        {
            return PageResults.Form(context, model.With(form.Fault));
        }

        FormFault[] faults =
        [
            .. NameFields.Faults(form),
            .. EmailAddresses.IsAddress(email) ? [] : new[] { EmailFault },
            .. await accountStore.FaultsOfAsync(password, email),
        ];
        if (faults.Length > 0)
        {
            return PageResults.Form(context, model.With(faults));
        }

        var hash = accountStore.Hash(password);
        var now = time.GetUtcNow();
        var pending = new PendingRegistration
        {
            RegistrationId = Guid.CreateVersion7(now),
            Email = email,
            NormalizedEmail = accounts.NormalizeEmail(email)!,
            CallName = name.CallName!,
            Prefix = name.Prefix,
            Surname = name.Surname!,
            PasswordHash = hash,
            ReturnUrl = PageGroup.IsOurs(returnUrl) && returnUrl!.Length <= PendingRegistration.LongestReturnUrl ? returnUrl : null,
            CreatedAt = now,
            ForgottenAt = now + LinkLifetime,
        };
        db.PendingRegistrations.Add(pending);
        if (!await requests.IsLimitReachedAsync(MailKinds.Registration, email, cancellationToken))
        {
            if (await accountStore.FindAsync(email, cancellationToken) is { } account)
            {
                mails.AlreadyRegistered(account, MailKinds.Registration);
            }
            else
            {
                var path = PageGroup.Href(ConfirmRegistrationPage.Path);
                mails.Registration(pending, links.Create(LinkPurpose.Registration, pending.RegistrationId, email, LinkLifetime, path), LinkLifetime);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return CheckYourMail(ResendPage.Path);
    }

    public static FormFault EmailFault { get; } = new("Email", "Vul een e-mailadres in, zoals naam@gemeente.nl.");

    /// <summary>The answer to every address.</summary>
    public static IResult CheckYourMail(string again) => PageResults.Notice(new()
    {
        Title = "Kijk in je mail",
        Text =
        [
            "We hebben een mail gestuurd naar het adres dat je invulde. Daarin staat hoe je verdergaat.",
            "Is er na een paar minuten geen mail? Kijk dan bij de ongewenste mail, en controleer of het adres klopt.",
        ],
        Links = [new(PageGroup.Href(again), "Nog een mail aanvragen"), new(PageGroup.Href(SignInPage.Path), "Naar inloggen")],
    });

    private static FormModel Model(PageForm? form, string? email, string? returnUrl) => new()
    {
        Title = "Registreren",
        Action = PageGroup.Href(Path, returnUrl),
        Submit = "Registreren",
        Intro = ["Met een account bij Metropool meld je je aan voor de opleiding, en volg je daarna alles wat erbij hoort."],
        Fields =
        [
            .. NameFields.Of(form?["CallName"], form?["Prefix"], form?["Surname"]),
            new("Email", "E-mailadres", "email", "username", "We sturen er een link naartoe waarmee je het bevestigt.", email)
            {
                MaxLength = EmailAddresses.MaxLength,
            },
            PasswordField.New,
        ],
        Links = [new(PageGroup.Href(SignInPage.Path, returnUrl), "Heb je al een account? Inloggen")],
    };
}

/// <summary>The form fields of a name.</summary>
internal static class NameFields
{
    public static IEnumerable<FormField> Of(string? callName, string? prefix, string? surname) =>
    [
        new("CallName", "Roepnaam", "text", "given-name", Value: callName) { MaxLength = PersonName.LongestPart },
        new("Prefix", "Tussenvoegsel", "text", "off", "Zoals van der", prefix, IsOptional: true) { MaxLength = PersonName.LongestPart },
        new("Surname", "Achternaam", "text", "family-name", Value: surname) { MaxLength = PersonName.LongestPart },
    ];

    public static PersonName Read(PageForm form) => PersonName.Of(form["CallName"], form["Prefix"], form["Surname"]);

    public static IEnumerable<FormFault> Faults(PageForm form)
    {
        if (!IsPart(form["CallName"]))
        {
            yield return new("CallName", $"Vul een roepnaam in van hoogstens {PersonName.LongestPart} tekens, zonder webadres of e-mailadres.");
        }

        if (form["Prefix"].Length > 0 && !IsPart(form["Prefix"]))
        {
            yield return new(
                "Prefix", $"Vul een tussenvoegsel in van hoogstens {PersonName.LongestPart} tekens, zonder webadres of e-mailadres, of laat het leeg.");
        }

        if (!IsPart(form["Surname"]))
        {
            yield return new("Surname", $"Vul een achternaam in van hoogstens {PersonName.LongestPart} tekens, zonder webadres of e-mailadres.");
        }
    }

    // A name from another identity provider must be valid too before it is accepted.
    private static bool IsPart(string text) => text.Length is > 0 and <= PersonName.LongestPart && TextPolicy.FaultOf(text, TextKind.Name) is null;
}

/// <summary>The form field of a new password.</summary>
internal static class PasswordField
{
    public static FormField New { get; } = new("Password", "Wachtwoord", "password", "new-password", $"{Rule} Een paar woorden achter elkaar is goed.");

    public static FormFault Fault { get; } = new(
        "Password", $"Kies een ander wachtwoord. {Rule} Gebruik niet je e-mailadres, Metropool, of wat iedereen als eerste probeert.");

    /// <returns>The fault of a password that isn't allowed; none if it is.</returns>
    public static async Task<FormFault[]> FaultsOfAsync(this AccountStore accountStore, string password, string email) =>
        await accountStore.IsPasswordAllowedAsync(password, email) ? [] : [Fault];

    private static string Rule =>
        $"Minstens {AccountsRegistration.ShortestPassword} en hoogstens {AccountStore.LongestPassword} tekens, "
        + $"waarvan minstens {AccountsRegistration.DifferentCharacters} verschillende.";
}
