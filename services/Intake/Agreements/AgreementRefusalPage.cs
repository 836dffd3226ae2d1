using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Mail.Links;
using Metropool.Pages;

namespace Metropool.Intake.Agreements;

/// <summary>Where an employer without an account says that it doesn't agree, and why.</summary>
internal static class AgreementRefusalPage
{
    private const string Path = "/agreement/refusal";
    private const string Reason = nameof(RefuseAgreementRequest.Reason);

    /// <summary>The full path.</summary>
    public const string Href = "/intake" + Path;

    public static void MapAgreementRefusal(this RouteGroupBuilder pages) => pages.MapPage(Path, ShowAsync, TakeAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, IntakeDbContext db, MailedLinks links, ProgrammeClock clock, string? code, CancellationToken cancellationToken) =>
        await db.AskedByAsync(links, code, clock.GetUtcNow(), cancellationToken) is { } asked ? Page(context, code!, asked, null) : AgreementPage.Dead();

    private static async Task<IResult> TakeAsync(HttpContext context, IntakeDbContext db, MailedLinks links, Answering answering, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        if (await db.AskedByAsync(links, form.Code, clock.GetUtcNow(), cancellationToken) is not { } asked)
        {
            return AgreementPage.Dead();
        }

        var reason = form[Reason];
        if (form.IsRefused || reason.Length is 0 or > Limits.Remark)
        {
            return Page(context, form.Code, asked, reason, form.IsRefused ? form.Fault : new FormFault(Reason, $"Vul een reden in, van ten hoogste {Limits.Remark} tekens."));
        }

        var refusal = await answering.AnswerByLinkAsync(
            form.Code, asked.Id, (application, _, _, now) => application.RefuseAgreement(asked.Id, reason, null, null, now), cancellationToken);
        if (refusal is not null)
        {
            return AgreementPage.Dead();
        }

        return PageResults.Notice(new()
        {
            Title = "Uw antwoord is vastgelegd",
            Text = [$"U gaat niet akkoord met de deelname van {asked.Candidate} aan {asked.EditionName}. {asked.Candidate} krijgt daarvan bericht, en kan het later opnieuw vragen."],
        });
    }

    private static IResult Page(HttpContext context, string code, AgreementDetail asked, string? reason, params FormFault[] faults) => PageResults.Form(context, new FormModel
    {
        Title = "Niet akkoord",
        Action = Href,
        Submit = "Niet akkoord gaan",
        Intro = [$"U gaat niet akkoord met de deelname van {asked.Candidate} aan {asked.EditionName}. Zonder akkoord van de werkgever is er geen toelating. De reden wordt gelezen door {asked.Candidate} en door wie over de toelating beslist."],
        Fields = [new(Reason, "Reden", "text", "off", Value: reason) { MaxLength = Limits.Remark }],
        Hidden = [new(MailedLinks.Parameter, code)],
        Links = [new($"{AgreementPage.Href}?{MailedLinks.Parameter}={Uri.EscapeDataString(code)}", "Toch akkoord gaan")],
    }.With(faults));
}
