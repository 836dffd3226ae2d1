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
/// Somebody makes an account. The answer is the same whether or not the address is known, and takes as long: a password is hashed, and the registration and a message written in both cases.
/// What differs is told in the message, to whoever reads that mailbox. An address that has had its messages of the hour gets none, and the registration stays: a link that it has, or asks for later, confirms it.
/// </summary>
internal static class RegisterPage
{
    public const string Path = "/register";
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    public static void MapRegistration(this RouteGroupBuilder pages)
    {
        pages.MapPage(Path, Show, TakeAsync);
        pages.MapPage(ConfirmRegistrationPage.Path, ConfirmRegistrationPage.ShowAsync, ConfirmRegistrationPage.TakeAsync);
        pages.MapPage(ResendPage.Path, ResendPage.Show, ResendPage.TakeAsync);
        pages.MapPage(ForgotPasswordPage.Path, ForgotPasswordPage.Show, ForgotPasswordPage.TakeAsync);
        pages.MapPage(ResetPasswordPage.Path, ResetPasswordPage.ShowAsync, ResetPasswordPage.TakeAsync);
    }

    private static IResult Show(HttpContext context, string? returnUrl) => PageResults.Form(context, Model(null, null, returnUrl));

    private static async Task<IResult> TakeAsync(
        HttpContext context,
        IdentityDbContext db,
        Registrar registrar,
        MailedLinks links,
        AskedMails asked,
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
            .. await registrar.IsPasswordAsync(password, email) ? [] : new[] { PasswordField.Fault() },
        ];
        if (faults.Length > 0)
        {
            return PageResults.Form(context, model.With(faults));
        }

        var hash = registrar.Hash(password);
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
        if (await asked.IsEnoughAsync(MailKinds.Registration, email, cancellationToken))
        {
            // Nobody is told.
        }
        else if (await registrar.FindAsync(email, cancellationToken) is { } account)
        {
            mails.AlreadyRegistered(account, MailKinds.Registration);
        }
        else
        {
            mails.Registration(pending, links.Make(LinkPurpose.Registration, pending.RegistrationId, email, LinkLifetime, PageGroup.Href(ConfirmRegistrationPage.Path)), LinkLifetime);
        }

        await db.SaveChangesAsync(cancellationToken);
        return CheckYourMail(ResendPage.Path);
    }

    public static FormFault EmailFault { get; } = new("Email", "Vul een e-mailadres in, zoals naam@gemeente.nl.");

    /// <summary>The same for everybody.</summary>
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
            new("Email", "E-mailadres", "email", "username", "We sturen er een link naartoe waarmee je het bevestigt.", email) { MaxLength = EmailAddresses.Longest },
            PasswordField.New,
        ],
        Links = [new(PageGroup.Href(SignInPage.Path, returnUrl), "Heb je al een account? Inloggen")],
    };
}

/// <summary>The fields of a name, wherever one is asked.</summary>
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
            yield return new("Prefix", $"Vul een tussenvoegsel in van hoogstens {PersonName.LongestPart} tekens, zonder webadres of e-mailadres, of laat het leeg.");
        }

        if (!IsPart(form["Surname"]))
        {
            yield return new("Surname", $"Vul een achternaam in van hoogstens {PersonName.LongestPart} tekens, zonder webadres of e-mailadres.");
        }
    }

    // What comes from another provider and is shown in the form has to be a name as well, before it is taken.
    private static bool IsPart(string text) => text.Length is > 0 and <= PersonName.LongestPart && TextPolicy.FaultOf(text, TextKind.Name) is null;
}

/// <summary>The field of a new password, wherever one is asked.</summary>
internal static class PasswordField
{
    public static FormField New { get; } = new("Password", "Wachtwoord", "password", "new-password", $"{Rule} Een paar woorden achter elkaar is goed.");

    public static FormFault Fault() => new(
        "Password", $"Kies een ander wachtwoord. {Rule} Gebruik niet je e-mailadres, Metropool, of wat iedereen als eerste probeert.");

    private static string Rule =>
        $"Minstens {AccountsRegistration.ShortestPassword} en hoogstens {Registrar.LongestPassword} tekens, waarvan minstens {AccountsRegistration.DifferentCharacters} verschillende.";
}
