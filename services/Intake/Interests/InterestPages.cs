using Metropool.Hosting;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>Where the links in the mail lead: one confirms an address, the other has it forgotten. Opening a page changes nothing.</summary>
internal static class InterestPages
{
    public const string ConfirmPath = "/intake/interest/confirm";
    public const string ForgetPath = "/intake/interest/forget";

    public static void MapInterestPages(this RouteGroupBuilder pages)
    {
        pages.MapPage("/interest/confirm", ShowConfirmationAsync, ConfirmAsync);
        pages.MapPage("/interest/forget", ShowForgettingAsync, ForgetAsync);
    }

    private static async Task<IResult> ShowConfirmationAsync(HttpContext context, IntakeDbContext db, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, LinkPurpose.InterestConfirmation, cancellationToken) is { } found
            ? PageResults.Form(context, Confirmation(code!, found.Link, found.Edition))
            : Dead();

    private static async Task<IResult> ConfirmAsync(HttpContext context, IntakeDbContext db, MailedLinks links, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var (email, edition) = ("", "");
        await db.InTransactionAsync(
            async token =>
            {
                (email, edition) = ("", "");
                if (await FindAsync(db, links, form.Code, LinkPurpose.InterestConfirmation, token) is { } found && await links.UseAsync(found.Link, token))
                {
                    found.Interest.Confirm(time.GetUtcNow());
                    (email, edition) = (found.Interest.Email, found.Edition);
                }
            },
            cancellationToken);
        if (email.Length == 0)
        {
            return Dead();
        }

        return PageResults.Notice(new()
        {
            Title = "Je hoort van ons",
            Text = [$"Zodra je je kunt aanmelden voor {edition}, mailen we naar {email}. In die mail staat ook hoe je je adres laat vergeten."],
        });
    }

    private static async Task<IResult> ShowForgettingAsync(HttpContext context, IntakeDbContext db, MailedLinks links, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, LinkPurpose.InterestEnd, cancellationToken) is { } found
            ? PageResults.Form(context, Forgetting(code!, found.Link, found.Edition))
            : Forgotten();

    private static async Task<IResult> ForgetAsync(HttpContext context, IntakeDbContext db, MailedLinks links, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        await db.InTransactionAsync(
            async token =>
            {
                if (await FindAsync(db, links, form.Code, LinkPurpose.InterestEnd, token) is { } found)
                {
                    await db.ForgetAsync([found.Interest], token);
                }
            },
            cancellationToken);
        return Forgotten();
    }

    private static async Task<(Interest Interest, MailedLink Link, string Edition)?> FindAsync(
        IntakeDbContext db, MailedLinks links, string? code, string purpose, CancellationToken cancellationToken) =>
        await links.FindAsync(code, purpose, cancellationToken) is { } link
        && await db.Interests.SingleOrDefaultAsync(i => i.Id == link.SubjectId, cancellationToken) is { } interest
            ? (interest, link, await db.Editions.Where(e => e.Id == interest.EditionId).Select(e => e.Name).SingleAsync(cancellationToken))
            : null;

    private static IResult Dead() => PageResults.DeadLink("Deze link werkt niet (meer)", "Een link uit een mail werkt één keer, en een week lang. Vraag op de site om een nieuwe mail.");

    // Who was forgotten before is told the same.
    private static IResult Forgotten() => PageResults.Notice(new() { Title = "Je adres is vergeten", Text = ["We bewaren je e-mailadres niet (meer), en mailen je hier niet meer over."] });

    private static FormModel Confirmation(string code, MailedLink link, string edition) => new()
    {
        Title = $"Bericht over {edition}",
        Action = ConfirmPath,
        Submit = "Bevestigen",
        Intro = [$"Wil je op {link.Email} horen wanneer je je kunt aanmelden voor {edition}?"],
        Hidden = [new(MailedLinks.Parameter, code)],
    };

    private static FormModel Forgetting(string code, MailedLink link, string edition) => new()
    {
        Title = "Vergeet mijn e-mailadres",
        Action = ForgetPath,
        Submit = "Vergeet mijn e-mailadres",
        Intro = [$"We vergeten {link.Email} meteen. Je hoort dan niet meer van ons over {edition}."],
        Hidden = [new(MailedLinks.Parameter, code)],
    };
}
