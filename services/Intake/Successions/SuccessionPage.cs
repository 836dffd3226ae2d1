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
/// Where the mailed link leads: an employer without an account names a successor, sees whether they answered, or gives the place up. The link is good until the last day: whoever declines can be followed
/// by somebody else. Opening it changes nothing.
/// </summary>
internal static class SuccessionPage
{
    private const string Path = "/succession";
    private const string WaiverPath = "/succession/waiver";

    /// <summary>The full path.</summary>
    public const string Href = "/intake" + Path;

    private const string WaiverHref = "/intake" + WaiverPath;

    private static readonly Dictionary<string, string> Words = new()
    {
        [nameof(NominationContent.CallName)] = "Vul een roepnaam in, zonder webadres of e-mailadres.",
        [nameof(NominationContent.Prefix)] = $"Vul een tussenvoegsel van ten hoogste {Limits.Prefix} tekens in, of laat dit leeg.",
        [nameof(NominationContent.Surname)] = "Vul een achternaam in, zonder webadres of e-mailadres.",
        [nameof(NominationContent.Function)] = $"Vul een functie van ten hoogste {Limits.Line} tekens in, of laat dit leeg.",
        [nameof(NominationContent.Email)] = "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
    };

    private static IReadOnlyList<FormField> Fields { get; } = new FormField[]
    {
        new(nameof(NominationContent.CallName), "Roepnaam", "text", "off"),
        new(nameof(NominationContent.Prefix), "Tussenvoegsel", "text", "off", IsOptional: true),
        new(nameof(NominationContent.Surname), "Achternaam", "text", "off"),
        new(nameof(NominationContent.Function), "Functie", "text", "off", IsOptional: true),
        new(nameof(NominationContent.Email), "E-mailadres", "email", "off", "Van de kandidaat zelf: daarheen gaat de link om de voordracht aan te nemen."),
    }.Select(field => field with { MaxLength = FormField.MaxLengthOf<NominationContent>(field.Name) }).ToList();

    public static void MapSuccession(this RouteGroupBuilder pages)
    {
        pages.MapPage(Path, ShowAsync, TakeAsync);
        pages.MapPage(WaiverPath, ShowWaiverAsync, WaiveAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IntakeDbContext db, MailedLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, clock, code, cancellationToken) is { } asked ? Page(context, code!, asked, null) : Dead();

    private static async Task<IResult> TakeAsync(HttpContext context, IntakeDbContext db, MailedLinks links, Nominating nominating, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await FindAsync(db, links, clock, form.Code, cancellationToken) is not { } asked)
        {
            return Dead();
        }

        if (form.IsRefused)
        {
            return Page(context, form.Code, asked, form, form.Fault);
        }

        var content = Read(form);
        if (FaultsOf(content) is { Count: > 0 } faults)
        {
            return Page(context, form.Code, asked, form, [.. faults]);
        }

        var outcome = await nominating.NominateAsync(
            asked.EditionId, content, organisationId: null, asked.Employer, db.Successions.Where(s => s.Id == asked.Id), cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            return refusal == Refusals.NominationMailedTooOften
                ? Page(context, form.Code, asked, form, new FormFault(nameof(NominationContent.Email), "Naar dit e-mailadres zijn net al berichten gestuurd. Probeer het over een uur opnieuw."))
                : await ShowAsync(context, db, links, clock, form.Code, cancellationToken);
        }

        return PageResults.Notice(new()
        {
            Title = "Dank u wel",
            Text = [$"{outcome.Value!.Name.Shown} krijgt een bericht met een link om de voordracht aan te nemen, tot en met {Day(outcome.Value.ExpiresAt)}. Met dezelfde link waarmee u hier kwam, ziet u of er is geantwoord."],
        });
    }

    private static async Task<IResult> ShowWaiverAsync(HttpContext context, IntakeDbContext db, MailedLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, clock, code, cancellationToken) is { } asked ? WaiverPage(context, code!, asked) : Dead();

    private static async Task<IResult> WaiveAsync(HttpContext context, IntakeDbContext db, MailedLinks links, PlaceReleases releases, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await FindAsync(db, links, clock, form.Code, cancellationToken) is not { } asked)
        {
            return Dead();
        }

        if (form.IsRefused)
        {
            return WaiverPage(context, form.Code, asked, form.Fault);
        }

        return await releases.ReleaseAsync(asked.Id, db.Successions, null, cancellationToken) is null
            ? PageResults.Notice(new() { Title = "De plaats is vrijgegeven", Text = [$"De plaats in {asked.EditionName} gaat naar de wachtlijst. U hoeft niets meer te doen."] })
            : await ShowAsync(context, db, links, clock, form.Code, cancellationToken);
    }

    private static IResult Page(HttpContext context, string code, Asked asked, PageForm? form, params FormFault[] faults)
    {
        var waive = new PageLink(WithCode(WaiverHref, code), "Draagt u niemand voor? Geef de plaats vrij.");
        if (asked.Named is { } named)
        {
            return PageResults.Notice(new()
            {
                Title = $"U heeft {named.Name} voorgedragen",
                Text = [named.Status == NominationStatus.Open
                    ? $"{named.Name} heeft nog niet geantwoord, en kan dat tot en met {Day(named.Until)}. Wijst {named.Name} de voordracht af, dan kunt u hier iemand anders voordragen."
                    : $"{named.Name} heeft de voordracht aangenomen. De plaats wordt vrijgehouden tot er over de aanmelding is beslist."],
                Links = named.Status == NominationStatus.Open ? [waive] : [],
            });
        }

        return PageResults.Form(context, new FormModel
        {
            Title = $"Een opvolger voordragen voor {asked.EditionName}",
            Action = Href,
            Submit = "Voordragen",
            Intro =
            [
                $"{asked.Withdrawn ?? "Uw kandidaat"} neemt niet deel aan {asked.EditionName}. Tot en met {Day(asked.NameUntil)} kunt u iemand anders van {asked.Employer} voordragen; zo lang wordt de plaats vrijgehouden.",
                "Wie u voordraagt, meldt zich zelf aan, heeft een intakegesprek, en wordt net als ieder ander beoordeeld.",
            ],
            Fields = form is null ? Fields : [.. Fields.Select(field => field with { Value = form[field.Name] })],
            Hidden = [new(MailedLinks.Parameter, code)],
            Links = [waive],
        }.With(faults));
    }

    private static IResult WaiverPage(HttpContext context, string code, Asked asked, params FormFault[] faults) => PageResults.Form(context, new FormModel
    {
        Title = "De plaats vrijgeven",
        Action = WaiverHref,
        Submit = "Plaats vrijgeven",
        Intro = [$"{asked.Employer} draagt niemand voor. De plaats in {asked.EditionName} gaat dan naar de wachtlijst. Dat is niet terug te draaien."],
        Hidden = [new(MailedLinks.Parameter, code)],
        Links = [new(WithCode(Href, code), "Toch iemand voordragen")],
    }.With(faults));

    private static IResult Dead() => PageResults.DeadLink(
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
        List<FormFault> faults = [.. Words.Where(word => wrong.Contains(word.Key)).Select(word => new FormFault(word.Key, word.Value))];
        return wrong.Count > faults.Count ? [.. faults, new FormFault(null, "Een van de gegevens kan zo niet. Kijk alles nog eens na.")] : faults;
    }

    private static string Day(DateTimeOffset until) => DutchTime.Of(PlaceOffer.LastDayBefore(until));

    private static string WithCode(string href, string code) => $"{href}?{MailedLinks.Parameter}={Uri.EscapeDataString(code)}";

    private static async Task<Asked?> FindAsync(IntakeDbContext db, MailedLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await links.FindAsync(code, SuccessionMails.Purpose, cancellationToken) is not { } link
            || await db.Successions.Where(s => s.OrganisationId == null && s.State == SuccessionState.Held).Viewed(db, now).SingleOrDefaultAsync(s => s.Id == link.SubjectId, cancellationToken) is not { } view)
        {
            return null;
        }

        var named = await db.Nominations.AsNoTracking().SingleOrDefaultAsync(n => n.Id == view.NominationId, cancellationToken);
        // Once the last day is over there is nothing to do but to wait for who was named.
        return named is null && view.NameUntil <= now ? null : new Asked(
            view.Id,
            view.EditionId,
            view.EditionName,
            view.Employer,
            view.Withdrawn,
            view.NameUntil,
            named is null ? null : new Named(named.Name.Shown, named.Status, named.ExpiresAt));
    }

    private sealed record Asked(Guid Id, Guid EditionId, string EditionName, string Employer, string? Withdrawn, DateTimeOffset NameUntil, Named? Named);

    private sealed record Named(string Name, NominationStatus Status, DateTimeOffset Until);
}
