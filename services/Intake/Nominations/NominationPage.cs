using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Mail;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>
/// The page of the mailed link. The candidate reads who nominated them and how to accept, which needs an account; they can decline here. Opening it changes
/// nothing.
/// </summary>
internal static class NominationPage
{
    private const string RefusalPage = "/nomination/refusal";
    private const string RefusalPath = PagePaths.Prefix + RefusalPage;

    public static void MapNominationPages(this RouteGroupBuilder pages)
    {
        pages.MapGet(LinkKind.Nomination.Page, ShowAsync);
        pages.MapPage(RefusalPage, ShowRefusalAsync, DeclineAsync);
    }

    private static async Task<IResult> ShowAsync(IntakeDbContext db, NominationResponses responses, string? code, CancellationToken cancellationToken)
    {
        if (await responses.FindAsync(code, cancellationToken) is not { } nomination)
        {
            return DeadLink();
        }

        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == nomination.EditionId, cancellationToken);
        return PageResults.Notice(new()
        {
            Title = $"Je bent voorgedragen voor {edition.Name}",
            Text =
            [
                $"{nomination.EmployerName} draagt {nomination.Name.DisplayName} voor als kandidaat "
                    + $"voor {edition.Name}{edition.Period()}, de Metropoolopleiding.",
                .. nomination.SuccessionId is null ? [] : new[]
                {
                    $"We houden een plaats vrij voor {nomination.EmployerName}. "
                        + "Je hebt ook dan een intakegesprek, en de opleiding beslist of je de plaats krijgt.",
                },
                "Neem je de voordracht aan, dan vul je je aanmelding zelf aan en dien je die zelf in. Je werkgever leest niet wat je schrijft.",
                "Aannemen doe je met een account dat van jou alleen is. "
                    + $"Log uiterlijk op {DutchTime.Of(PlaceOffer.LastDayBefore(nomination.ExpiresAt))} in bij Metropool, en gebruik deze code:",
            ],
            Codes = [code!],
            Links =
            [
                new("/identity/account", "Inloggen"),
                new("/identity/register", "Account maken"),
                new(PagePaths.WithCode(RefusalPath, code!), "Voordracht afwijzen"),
            ],
        });
    }

    private static async Task<IResult> ShowRefusalAsync(
        HttpContext context, IntakeDbContext db, NominationResponses responses, string? code, CancellationToken cancellationToken) =>
        await responses.FindAsync(code, cancellationToken) is { } nomination
            ? await RefusalFormAsync(context, db, code!, nomination, cancellationToken)
            : DeadLink();

    private static async Task<IResult> DeclineAsync(
        HttpContext context, IntakeDbContext db, NominationResponses responses, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await responses.FindAsync(form.Code, cancellationToken) is not { } nomination)
        {
            return DeadLink();
        }

        if (form.IsRefused)
        {
            return await RefusalFormAsync(context, db, form.Code, nomination, cancellationToken, form.Fault);
        }

        return await responses.DeclineAsync(form.Code, cancellationToken) is null
            ? PageResults.Notice(new()
            {
                Title = "Je hebt de voordracht afgewezen",
                Text = [$"{nomination.EmployerName} ziet dat je de voordracht niet aanneemt. We hebben je e-mailadres gewist."],
            })
            : DeadLink();
    }

    private static async Task<IResult> RefusalFormAsync(
        HttpContext context, IntakeDbContext db, string code, Nomination nomination, CancellationToken cancellationToken, params FormFault[] faults)
    {
        var edition = await db.Editions.AsNoTracking().Where(e => e.Id == nomination.EditionId).Select(e => e.Name).SingleAsync(cancellationToken);
        return PageResults.Form(context, new FormModel
        {
            Title = "Voordracht afwijzen",
            Action = RefusalPath,
            Submit = "Afwijzen",
            Intro = [$"Je neemt de voordracht van {nomination.EmployerName} voor {edition} niet aan. Daarna kun je je nog wel zelf aanmelden."],
            Hidden = [new(OneTimeLinks.Parameter, code)],
            Links = [new(PagePaths.WithCode(LinkKind.Nomination.Path, code), "Terug")],
        }.With(faults));
    }

    private static IResult DeadLink() => PageResults.DeadLink(
        "Deze link werkt niet (meer)",
        "Je hebt al geantwoord, de voordracht is verlopen of ingetrokken, of de link is niet compleet. "
            + "Vraag je werkgever om je opnieuw voor te dragen, of meld je zelf aan.");
}
