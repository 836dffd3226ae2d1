using System.Globalization;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Intake.Agreements;

/// <summary>Where the mailed link leads: an employer without an account reads what it is asked, and agrees. Opening it changes nothing.</summary>
internal static class AgreementPage
{
    private const string Path = "/agreement";

    /// <summary>The full path.</summary>
    public const string Href = "/intake" + Path;

    public static void MapAgreement(this RouteGroupBuilder pages)
    {
        pages.MapPage(Path, ShowAsync, TakeAsync);
        pages.MapAgreementRefusal();
    }

    /// <summary>A link that doesn't lead to something that can be answered.</summary>
    public static IResult Dead() => PageResults.DeadLink(
        "Deze link werkt niet (meer)",
        "Een link werkt één keer, en niet voor altijd. Misschien is er al geantwoord, is de vraag ingetrokken, of is er later een andere link gestuurd. Vraag uw medewerker om het opnieuw te vragen.");

    /// <summary>What the link asks for, while it can be answered: never of an employer that has an account here, which answers with that.</summary>
    public static async Task<AgreementDetail?> AskedByAsync(this IntakeDbContext db, MailedLinks links, string? code, DateTimeOffset now, CancellationToken cancellationToken) =>
        await links.FindAsync(code, AgreementMails.Purpose, cancellationToken) is { } link
            ? await db.AgreementDetailAsync(link.SubjectId, db.Agreements.Where(agreement => agreement.OrganisationId == null && agreement.Status == AgreementStatus.Asked && agreement.ExpiresAt > now), cancellationToken)
            : null;

    /// <summary>Uses the link up, in the transaction of the answer.</summary>
    public static async Task<bool> UseAsync(this MailedLinks links, string code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, AgreementMails.Purpose, cancellationToken) is { } link && await links.UseAsync(link, cancellationToken);

    private static async Task<IResult> ShowAsync(HttpContext context, IntakeDbContext db, MailedLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await db.AskedByAsync(links, code, clock.GetUtcNow(), cancellationToken) is { } asked ? Page(context, code!, asked, null) : Dead();

    private static async Task<IResult> TakeAsync(HttpContext context, IntakeDbContext db, MailedLinks links, Answering answering, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await db.AskedByAsync(links, form.Code, clock.GetUtcNow(), cancellationToken) is not { } asked)
        {
            return Dead();
        }

        if (form.IsRefused)
        {
            return Page(context, form.Code, asked, form, form.Fault);
        }

        var request = AgreementForm.Read(form);
        if (AgreementForm.FaultsOf(request) is { Count: > 0 } faults)
        {
            return Page(context, form.Code, asked, form, [.. faults]);
        }

        var refusal = await answering.AnswerByLinkAsync(
            form.Code,
            asked.Id,
            (application, edition, terms, now) => application.GrantAgreement(asked.Id, request, null, terms, edition, now),
            cancellationToken);
        if (refusal == Refusals.TermsChanged)
        {
            return Page(context, form.Code, asked, form, new FormFault(null, "De prijs of de voorwaarden zijn gewijzigd terwijl u las. Hieronder staan de nieuwe: lees ze, en geef opnieuw akkoord."));
        }

        if (refusal is not null)
        {
            return Dead();
        }

        return PageResults.Notice(new()
        {
            Title = "Dank u wel",
            Text = [$"Uw akkoord voor de deelname van {asked.Candidate} aan {asked.EditionName} is vastgelegd. {asked.Candidate} krijgt daarvan bericht. U hoeft niets meer te doen."],
        });
    }

    private static IResult Page(HttpContext context, string code, AgreementDetail asked, PageForm? form, params FormFault[] faults)
    {
        var refuse = new PageLink($"{AgreementRefusalPage.Href}?{MailedLinks.Parameter}={Uri.EscapeDataString(code)}", "Niet akkoord? Laat het hier weten.");
        return asked.Terms is { } terms
            ? PageResults.Form(context, new FormModel
            {
                Title = $"Akkoord met deelname aan {asked.EditionName}",
                Action = Href,
                Submit = "Akkoord geven",
                Intro = AgreementWords.Of(asked, terms),
                Fields = AgreementForm.Fields(form),
                Hidden =
                [
                    new(MailedLinks.Parameter, code),
                    new(nameof(GrantAgreementRequest.PriceInCents), terms.PriceInCents.ToString(CultureInfo.InvariantCulture)),
                    new(nameof(GrantAgreementRequest.TermsVersion), asked.TermsVersion.ToString(CultureInfo.InvariantCulture)),
                ],
                Links = [refuse],
            }.With(faults))
            : PageResults.Notice(new() { Title = "De prijs is nog niet bekend", Text = [$"{asked.Candidate} vraagt om uw akkoord, maar de prijs van {asked.EditionName} is nog niet bekend. Open deze link later opnieuw."], Links = [refuse] });
    }
}
