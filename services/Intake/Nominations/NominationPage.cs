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

    /// <summary>The full path.</summary>
    public const string Href = "/intake" + Path;

    public static void MapNomination(this RouteGroupBuilder pages) => pages.MapPage(Path, ShowAsync, DeclineAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, IntakeDbContext db, NominationAnswers answers, string? code, CancellationToken cancellationToken) =>
        await answers.FindAsync(code, cancellationToken) is { } nomination ? await PageAsync(context, db, code!, nomination, cancellationToken) : Dead();

    private static async Task<IResult> DeclineAsync(HttpContext context, IntakeDbContext db, NominationAnswers answers, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await answers.FindAsync(form.Code, cancellationToken) is not { } nomination)
        {
            return Dead();
        }

        if (form.IsStale)
        {
            return await PageAsync(context, db, form.Code, nomination, cancellationToken, PageForm.StaleFault);
        }

        return await answers.DeclineAsync(form.Code, cancellationToken) is null
            ? PageResults.Notice(new()
            {
                Title = "Je hebt de voordracht afgewezen",
                Text = [$"{nomination.EmployerName} ziet dat je de voordracht niet aanneemt. Je e-mailadres is hier vergeten."],
            })
            : Dead();
    }

    private static async Task<IResult> PageAsync(HttpContext context, IntakeDbContext db, string code, Nomination nomination, CancellationToken cancellationToken, params FormFault[] faults)
    {
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == nomination.EditionId, cancellationToken);
        return PageResults.Form(context, new FormModel
        {
            Title = $"Je bent voorgedragen voor {edition.Name}",
            Action = Href,
            Submit = "Voordracht afwijzen",
            Intro = Words(nomination, edition, code),
            Hidden = [new(MailedLinks.Parameter, code)],
            Links = [new("/identity/register", "Account maken"), new("/identity/account", "Inloggen")],
        }.With(faults));
    }

    private static IReadOnlyList<string> Words(Nomination nomination, Edition edition, string code) =>
    [
        $"{nomination.EmployerName} draagt {nomination.Name.Shown} voor als kandidaat voor {edition.Name}{edition.Period()}, de Metropoolopleiding.",
        .. nomination.SuccessionId is null ? [] : new[] { $"Er wordt een plaats vrijgehouden voor {nomination.EmployerName}. Ook dan is er een intakegesprek, en beslist de opleiding." },
        $"Neem je de voordracht aan? Log dan uiterlijk op {DutchTime.Of(PlaceOffer.LastDayBefore(nomination.ExpiresAt))} in bij Metropool, met een account dat van jou alleen is, en gebruik deze code: {code}",
        "Daarna vul je je aanmelding aan en dien je haar zelf in. Je werkgever leest niet wat je schrijft.",
        "Wil je niet? Wijs de voordracht dan hieronder af, of doe niets.",
    ];

    private static IResult Dead() => PageResults.DeadLink(
        "Deze link werkt niet (meer)",
        "Je hebt al geantwoord, de voordracht is verlopen of ingetrokken, of de link is niet compleet. Vraag je werkgever om je opnieuw voor te dragen, of meld je zelf aan.");
}
