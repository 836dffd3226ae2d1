using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Mail;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>Where the mailed link leads: who is nominated reads by whom and for what, and how to take it up. Without an account it can be declined here. Opening it changes nothing.</summary>
internal static class NominationPage
{
    private const string Path = "/nomination";
    private const string RefusalPath = "/nomination/refusal";

    /// <summary>The full path.</summary>
    public const string Href = "/intake" + Path;

    private const string RefusalHref = "/intake" + RefusalPath;

    public static void MapNomination(this RouteGroupBuilder pages)
    {
        pages.MapGet(Path, ShowAsync);
        pages.MapPage(RefusalPath, ShowRefusalAsync, DeclineAsync);
    }

    private static async Task<IResult> ShowAsync(IntakeDbContext db, NominationAnswers answers, string? code, CancellationToken cancellationToken)
    {
        if (await answers.FindAsync(code, cancellationToken) is not { } nomination)
        {
            return Dead();
        }

        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == nomination.EditionId, cancellationToken);
        return PageResults.Notice(new()
        {
            Title = $"Je bent voorgedragen voor {edition.Name}",
            Text =
            [
                $"{nomination.EmployerName} draagt {nomination.Name.Shown} voor als kandidaat voor {edition.Name}{edition.Period()}, de Metropoolopleiding.",
                .. nomination.SuccessionId is null ? [] : new[] { $"Er wordt een plaats vrijgehouden voor {nomination.EmployerName}. Ook dan is er een intakegesprek, en beslist de opleiding." },
                "Neem je de voordracht aan, dan vul je je aanmelding zelf aan en dien je haar zelf in. Je werkgever leest niet wat je schrijft.",
                $"Aannemen doe je met een account dat van jou alleen is: log uiterlijk op {DutchTime.Of(PlaceOffer.LastDayBefore(nomination.ExpiresAt))} in bij Metropool, en gebruik deze code:",
            ],
            Codes = [code!],
            Links =
            [
                new("/identity/account", "Inloggen"),
                new("/identity/register", "Account maken"),
                new($"{RefusalHref}?{MailedLinks.Parameter}={Uri.EscapeDataString(code!)}", "Voordracht afwijzen"),
            ],
        });
    }

    private static async Task<IResult> ShowRefusalAsync(HttpContext context, IntakeDbContext db, NominationAnswers answers, string? code, CancellationToken cancellationToken) =>
        await answers.FindAsync(code, cancellationToken) is { } nomination ? await RefusalAsync(context, db, code!, nomination, cancellationToken) : Dead();

    private static async Task<IResult> DeclineAsync(HttpContext context, IntakeDbContext db, NominationAnswers answers, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await answers.FindAsync(form.Code, cancellationToken) is not { } nomination)
        {
            return Dead();
        }

        if (form.IsRefused)
        {
            return await RefusalAsync(context, db, form.Code, nomination, cancellationToken, form.Fault);
        }

        return await answers.DeclineAsync(form.Code, cancellationToken) is null
            ? PageResults.Notice(new()
            {
                Title = "Je hebt de voordracht afgewezen",
                Text = [$"{nomination.EmployerName} ziet dat je de voordracht niet aanneemt. Je e-mailadres is hier vergeten."],
            })
            : Dead();
    }

    private static async Task<IResult> RefusalAsync(HttpContext context, IntakeDbContext db, string code, Nomination nomination, CancellationToken cancellationToken, params FormFault[] faults)
    {
        var edition = await db.Editions.AsNoTracking().Where(e => e.Id == nomination.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
        return PageResults.Form(context, new FormModel
        {
            Title = "Voordracht afwijzen",
            Action = RefusalHref,
            Submit = "Afwijzen",
            Intro = [$"Je neemt de voordracht van {nomination.EmployerName} voor {edition} niet aan. Daarna kun je je nog wel zelf aanmelden."],
            Hidden = [new(MailedLinks.Parameter, code)],
            Links = [new($"{Href}?{MailedLinks.Parameter}={Uri.EscapeDataString(code)}", "Terug")],
        }.With(faults));
    }

    private static IResult Dead() => PageResults.DeadLink(
        "Deze link werkt niet (meer)",
        "Je hebt al geantwoord, de voordracht is verlopen of ingetrokken, of de link is niet compleet. Vraag je werkgever om je opnieuw voor te dragen, of meld je zelf aan.");
}
