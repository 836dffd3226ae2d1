using System.Globalization;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Intake.Agreements;

/// <summary>The page of the mailed link, on which an employer without an account grants the agreement. Opening it changes nothing.</summary>
internal static class AgreementPage
{
    public static void MapAgreementPages(this RouteGroupBuilder pages)
    {
        pages.MapPage(LinkKind.Agreement.Page, ShowAsync, GrantAsync);
        pages.MapAgreementRefusalPage();
    }

    public static IResult DeadLink() => PageResults.DeadLink(
        "Deze link werkt niet (meer)",
        "Een link werkt één keer, en niet voor altijd. Misschien is er al geantwoord, is de vraag ingetrokken, of is er later een andere link gestuurd. "
            + "Vraag uw medewerker om het opnieuw te vragen.");

    /// <summary>The open request that the link is for; null for an employer with an account, which must respond through the API.</summary>
    public static async Task<AgreementDetail?> FindRequestAsync(
        this IntakeDbContext db, OneTimeLinks links, string? code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = db.Agreements.Where(agreement =>
            agreement.OrganisationId == null && agreement.Status == AgreementStatus.Requested && agreement.ExpiresAt > now);
        return await links.FindAsync(code, LinkKind.Agreement.Purpose, cancellationToken) is { } link
            ? await db.AgreementDetailAsync(link.SubjectId, open, cancellationToken)
            : null;
    }

    /// <summary>Marks the link as used, in the transaction of the response.</summary>
    public static async Task<bool> UseAgreementLinkAsync(this OneTimeLinks links, string code, CancellationToken cancellationToken) =>
        await links.FindAsync(code, LinkKind.Agreement.Purpose, cancellationToken) is { } link && await links.UseAsync(link, cancellationToken);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await db.FindRequestAsync(links, code, clock.GetUtcNow(), cancellationToken) is { } agreement ? Page(context, code!, agreement, null) : DeadLink();

    private static async Task<IResult> GrantAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, AgreementResponses responses, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await db.FindRequestAsync(links, form.Code, clock.GetUtcNow(), cancellationToken) is not { } agreement)
        {
            return DeadLink();
        }

        if (form.IsRefused)
        {
            return Page(context, form.Code, agreement, form, form.Fault);
        }

        var request = AgreementForm.Read(form);
        if (AgreementForm.FaultsOf(request) is { Count: > 0 } faults)
        {
            return Page(context, form.Code, agreement, form, [.. faults]);
        }

        var refusal = await responses.RespondByLinkAsync(
            form.Code,
            agreement.Id,
            (application, edition, terms, now) => application.GrantAgreement(agreement.Id, request, null, terms, edition, now),
            cancellationToken);
        if (refusal == Refusals.TermsChanged)
        {
            var changed = new FormFault(
                null, "De prijs of de voorwaarden zijn gewijzigd terwijl u las. Hieronder staan de nieuwe: lees ze, en geef opnieuw akkoord.");
            return Page(context, form.Code, agreement, form, changed);
        }

        return refusal is not null ? DeadLink() : PageResults.Notice(new()
        {
            Title = "Dank u wel",
            Text =
            [
                $"Uw akkoord voor de deelname van {agreement.Candidate} aan {agreement.EditionName} is vastgelegd. "
                    + $"{agreement.Candidate} krijgt daarvan bericht. U hoeft niets meer te doen.",
            ],
        });
    }

    private static IResult Page(HttpContext context, string code, AgreementDetail agreement, PageForm? form, params FormFault[] faults)
    {
        var refuse = new PageLink(PagePaths.WithCode(AgreementRefusalPage.Path, code), "Niet akkoord? Laat het hier weten.");
        if (agreement.Terms is not { } terms)
        {
            return PageResults.Notice(new()
            {
                Title = "De prijs is nog niet bekend",
                Text =
                [
                    $"{agreement.Candidate} vraagt om uw akkoord, maar de prijs van {agreement.EditionName} is nog niet bekend. "
                        + "Open deze link later opnieuw.",
                ],
                Links = [refuse],
            });
        }

        return PageResults.Form(context, new FormModel
        {
            Title = $"Akkoord met deelname aan {agreement.EditionName}",
            Action = LinkKind.Agreement.Path,
            Submit = "Akkoord geven",
            Intro = AgreementDescription.Of(agreement, terms),
            Fields = AgreementForm.Fields(form),
            Hidden =
            [
                new(OneTimeLinks.Parameter, code),
                new(nameof(GrantAgreementRequest.PriceInCents), terms.PriceInCents.ToString(CultureInfo.InvariantCulture)),
                new(nameof(GrantAgreementRequest.TermsVersion), agreement.TermsVersion.ToString(CultureInfo.InvariantCulture)),
            ],
            Links = [refuse],
        }.With(faults));
    }
}
