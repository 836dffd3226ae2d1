using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Intake.Agreements;

/// <summary>The page on which an employer without an account refuses the agreement, with the reason.</summary>
internal static class AgreementRefusalPage
{
    private const string Page = "/agreement/refusal";
    private const string Reason = nameof(RefuseAgreementRequest.Reason);

    public const string Path = PagePaths.Prefix + Page;

    public static void MapAgreementRefusalPage(this RouteGroupBuilder pages) => pages.MapPage(Page, ShowAsync, RefuseAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await db.FindRequestAsync(links, code, clock.GetUtcNow(), cancellationToken) is { } agreement
            ? Form(context, code!, agreement, null)
            : AgreementPage.DeadLink();

    private static async Task<IResult> RefuseAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, AgreementResponses responses, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await db.FindRequestAsync(links, form.Code, clock.GetUtcNow(), cancellationToken) is not { } agreement)
        {
            return AgreementPage.DeadLink();
        }

        var reason = form[Reason];
        if (form.IsRefused || reason.Length is 0 or > Limits.Remark)
        {
            var fault = form.Fault ?? new FormFault(Reason, $"Vul een reden in, van ten hoogste {Limits.Remark} tekens.");
            return Form(context, form.Code, agreement, reason, fault);
        }

        var refusal = await responses.RespondByLinkAsync(
            form.Code, agreement.Id, (application, _, _, now) => application.RefuseAgreement(agreement.Id, reason, null, null, now), cancellationToken);
        return refusal is not null ? AgreementPage.DeadLink() : PageResults.Notice(new()
        {
            Title = "Uw antwoord is vastgelegd",
            Text =
            [
                $"U gaat niet akkoord met de deelname van {agreement.Candidate} aan {agreement.EditionName}. "
                    + $"{agreement.Candidate} krijgt daarvan bericht, en kan het later opnieuw vragen.",
            ],
        });
    }

    private static IResult Form(HttpContext context, string code, AgreementDetail agreement, string? reason, params FormFault[] faults) =>
        PageResults.Form(context, new FormModel
        {
            Title = "Niet akkoord",
            Action = Path,
            Submit = "Niet akkoord gaan",
            Intro =
            [
                $"U gaat niet akkoord met de deelname van {agreement.Candidate} aan {agreement.EditionName}. "
                    + $"Zonder akkoord van de werkgever is er geen toelating. "
                    + $"{agreement.Candidate} kan de reden lezen, en de mensen die over de toelating beslissen ook.",
            ],
            Fields = [new(Reason, "Reden", "text", "off", Value: reason) { MaxLength = Limits.Remark }],
            Hidden = [new(OneTimeLinks.Parameter, code)],
            Links = [new(PagePaths.WithCode(LinkKind.Agreement.Path, code), "Toch akkoord gaan")],
        }.With(faults));
}
