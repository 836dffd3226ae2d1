using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Mail;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

/// <summary>
/// The page of the mailed link, for an employer without an account: to nominate a successor, to see whether that one answered, or to release the place. The
/// link works until the last day, because another candidate can be nominated after one declined. Opening it changes nothing.
/// </summary>
internal static class SuccessionPage
{
    private const string Path = "/succession";
    private const string WaiverPath = "/succession/waiver";

    /// <summary>The full path.</summary>
    public const string Href = "/intake" + Path;

    private const string WaiverHref = "/intake" + WaiverPath;

    private static readonly Dictionary<string, string> FaultTexts = new()
    {
        [nameof(NominationContent.CallName)] = "Vul een roepnaam in, zonder webadres of e-mailadres.",
        [nameof(NominationContent.Prefix)] = $"Vul een tussenvoegsel van ten hoogste {Limits.Prefix} tekens in, of laat dit leeg.",
        [nameof(NominationContent.Surname)] = "Vul een achternaam in, zonder webadres of e-mailadres.",
        [nameof(NominationContent.Function)] = $"Vul een functie van ten hoogste {Limits.Line} tekens in, of laat dit leeg.",
        [nameof(NominationContent.Email)] = "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
    };

    private static readonly FormFault MailedTooOften = new(
        nameof(NominationContent.Email), "Naar dit e-mailadres zijn net al berichten gestuurd. Probeer het over een uur opnieuw.");

    private static IReadOnlyList<FormField> Fields { get; } = new FormField[]
    {
        new(nameof(NominationContent.CallName), "Roepnaam", "text", "off"),
        new(nameof(NominationContent.Prefix), "Tussenvoegsel", "text", "off", IsOptional: true),
        new(nameof(NominationContent.Surname), "Achternaam", "text", "off"),
        new(nameof(NominationContent.Function), "Functie", "text", "off", IsOptional: true),
        new(nameof(NominationContent.Email), "E-mailadres", "email", "off", "Van de kandidaat zelf: daarheen gaat de link om de voordracht aan te nemen."),
    }.Select(field => field with { MaxLength = FormField.MaxLengthOf<NominationContent>(field.Name) }).ToList();

    public static void MapSuccessionPages(this RouteGroupBuilder pages)
    {
        pages.MapPage(Path, ShowAsync, NominateAsync);
        pages.MapPage(WaiverPath, ShowWaiverAsync, WaiveAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, clock, code, cancellationToken) is { } place ? Page(context, code!, place, null) : LinkUnknown();

    private static async Task<IResult> NominateAsync(
        HttpContext context,
        IntakeDbContext db,
        OneTimeLinks links,
        NominationService nominations,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await FindAsync(db, links, clock, form.Code, cancellationToken) is not { } place)
        {
            return LinkUnknown();
        }

        if (form.IsRefused)
        {
            return Page(context, form.Code, place, form, form.Fault);
        }

        var content = Read(form);
        if (FaultsOf(content) is { Count: > 0 } faults)
        {
            return Page(context, form.Code, place, form, [.. faults]);
        }

        var outcome = await nominations.NominateAsync(
            place.EditionId, content, organisationId: null, place.Employer, db.Successions.Where(s => s.Id == place.Id), cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            return refusal == Refusals.NominationMailedTooOften
                ? Page(context, form.Code, place, form, MailedTooOften)
                : await ShowAsync(context, db, links, clock, form.Code, cancellationToken);
        }

        return PageResults.Notice(new()
        {
            Title = "Dank u wel",
            Text =
            [
                $"{outcome.Value!.Name.DisplayName} krijgt een bericht met een link om de voordracht aan te nemen, "
                    + $"tot en met {Day(outcome.Value.ExpiresAt)}. Met dezelfde link waarmee u hier kwam, ziet u of er is geantwoord.",
            ],
        });
    }

    private static async Task<IResult> ShowWaiverAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, clock, code, cancellationToken) is { } place ? WaiverPage(context, code!, place) : LinkUnknown();

    private static async Task<IResult> WaiveAsync(
        HttpContext context,
        IntakeDbContext db,
        OneTimeLinks links,
        PlaceReleases releases,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await FindAsync(db, links, clock, form.Code, cancellationToken) is not { } place)
        {
            return LinkUnknown();
        }

        if (form.IsRefused)
        {
            return WaiverPage(context, form.Code, place, form.Fault);
        }

        return await releases.ReleaseAsync(place.Id, db.Successions, byTeam: null, cancellationToken) is null
            ? PageResults.Notice(new()
            {
                Title = "De plaats is vrijgegeven",
                Text = [$"De plaats in {place.EditionName} gaat naar de wachtlijst. U hoeft niets meer te doen."],
            })
            : await ShowAsync(context, db, links, clock, form.Code, cancellationToken);
    }

    private static IResult Page(HttpContext context, string code, HeldPlace place, PageForm? form, params FormFault[] faults)
    {
        var waive = new PageLink(WithCode(WaiverHref, code), "Draagt u niemand voor? Geef de plaats vrij.");
        if (place.Successor is { } successor)
        {
            return PageResults.Notice(new()
            {
                Title = $"U heeft {successor.Name} voorgedragen",
                Text =
                [
                    successor.Status == NominationStatus.Open
                        ? $"{successor.Name} heeft nog niet geantwoord, en kan dat tot en met {Day(successor.Until)}. "
                            + $"Wijst {successor.Name} de voordracht af, dan kunt u hier iemand anders voordragen."
                        : $"{successor.Name} heeft de voordracht aangenomen. De plaats wordt vrijgehouden tot er over de aanmelding is beslist.",
                ],
                Links = successor.Status == NominationStatus.Open ? [waive] : [],
            });
        }

        return PageResults.Form(context, new FormModel
        {
            Title = $"Een opvolger voordragen voor {place.EditionName}",
            Action = Href,
            Submit = "Voordragen",
            Intro =
            [
                $"{place.Withdrawn ?? "Uw kandidaat"} neemt niet deel aan {place.EditionName}. Tot en met {Day(place.NominateUntil)} kunt u iemand anders "
                    + $"van {place.Employer} voordragen; zo lang wordt de plaats vrijgehouden.",
                "Wie u voordraagt, meldt zich zelf aan, heeft een intakegesprek, en wordt net als ieder ander beoordeeld.",
            ],
            Fields = form is null ? Fields : [.. Fields.Select(field => field with { Value = form[field.Name] })],
            Hidden = [new(OneTimeLinks.Parameter, code)],
            Links = [waive],
        }.With(faults));
    }

    private static IResult WaiverPage(HttpContext context, string code, HeldPlace place, params FormFault[] faults) => PageResults.Form(context, new FormModel
    {
        Title = "De plaats vrijgeven",
        Action = WaiverHref,
        Submit = "Plaats vrijgeven",
        Intro = [$"{place.Employer} draagt niemand voor. De plaats in {place.EditionName} gaat dan naar de wachtlijst. Dat is niet terug te draaien."],
        Hidden = [new(OneTimeLinks.Parameter, code)],
        Links = [new(WithCode(Href, code), "Toch iemand voordragen")],
    }.With(faults));

    private static IResult LinkUnknown() => PageResults.DeadLink(
        "Deze link werkt niet (meer)",
        "De plaats wordt niet meer vrijgehouden, de termijn is voorbij, of er is later een andere link gestuurd. Uw medewerkers kunnen zich gewoon aanmelden.");

    private static NominationContent Read(PageForm form) => new()
    {
        CallName = form[nameof(NominationContent.CallName)],
        Prefix = form[nameof(NominationContent.Prefix)],
        Surname = form[nameof(NominationContent.Surname)],
        Function = form[nameof(NominationContent.Function)],
        Email = form[nameof(NominationContent.Email)],
    };

    private static List<FormFault> FaultsOf(NominationContent content)
    {
        var wrong = RequestFaults.Of(content).Select(fault => fault.Where).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<FormFault> faults = [.. FaultTexts.Where(text => wrong.Contains(text.Key)).Select(text => new FormFault(text.Key, text.Value))];
        return wrong.Count > faults.Count ? [.. faults, new FormFault(null, "Een van de gegevens kan zo niet. Kijk alles nog eens na.")] : faults;
    }

    private static string Day(DateTimeOffset until) => DutchTime.Of(PlaceOffer.LastDayBefore(until));

    private static string WithCode(string href, string code) => $"{href}?{OneTimeLinks.Parameter}={Uri.EscapeDataString(code)}";

    private static async Task<HeldPlace?> FindAsync(
        IntakeDbContext db, OneTimeLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await links.FindAsync(code, LinkKind.Succession.Purpose, cancellationToken) is not { } link)
        {
            return null;
        }

        var place = await db.Successions.Where(s => s.Id == link.SubjectId && s.OrganisationId == null && s.State == SuccessionState.Held)
            .ToDetails(db, now).SingleOrDefaultAsync(cancellationToken);
        if (place is null)
        {
            return null;
        }

        var nomination = await db.Nominations.AsNoTracking().SingleOrDefaultAsync(n => n.Id == place.NominationId, cancellationToken);
        // After the last day, the page only shows the state of an earlier nomination.
        return nomination is null && place.NominateUntil <= now ? null : new HeldPlace(
            place.Id,
            place.EditionId,
            place.EditionName,
            place.Employer,
            place.Withdrawn,
            place.NominateUntil,
            nomination is null ? null : new Successor(nomination.Name.DisplayName, nomination.Status, nomination.ExpiresAt));
    }

    private sealed record HeldPlace(
        Guid Id, Guid EditionId, string EditionName, string Employer, string? Withdrawn, DateTimeOffset NominateUntil, Successor? Successor);

    private sealed record Successor(string Name, NominationStatus Status, DateTimeOffset Until);
}
