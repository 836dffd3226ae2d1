using Metropool.Hosting;
using Metropool.Mail.Links;
using Metropool.Pages;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>The pages of the mailed links: one confirms an address, the other deletes it. Opening a page changes nothing.</summary>
internal static class InterestPages
{
    public static void MapInterestPages(this RouteGroupBuilder pages)
    {
        pages.MapPage(LinkKind.InterestConfirmation.Page, ShowConfirmationAsync, ConfirmAsync);
        pages.MapPage(LinkKind.InterestRemoval.Page, ShowRemovalAsync, RemoveAsync);
    }

    private static async Task<IResult> ShowConfirmationAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, LinkKind.InterestConfirmation, cancellationToken) is { } found
            ? PageResults.Form(context, Confirmation(code!, found.Link, found.Edition))
            : DeadLink();

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        var (email, edition) = ("", "");
        await db.InTransactionAsync(
            async token =>
            {
                (email, edition) = ("", "");
                if (await FindAsync(db, links, form.Code, LinkKind.InterestConfirmation, token) is { } found && await links.UseAsync(found.Link, token))
                {
                    found.Interest.Confirm(time.GetUtcNow());
                    (email, edition) = (found.Interest.Email, found.Edition);
                }
            },
            cancellationToken);
        if (email.Length == 0)
        {
            return DeadLink();
        }

        return PageResults.Notice(new()
        {
            Title = "Je hoort van ons",
            Text = [$"Zodra je je kunt aanmelden voor {edition}, mailen we naar {email}. In die mail staat ook hoe je je adres laat vergeten."],
        });
    }

    private static async Task<IResult> ShowRemovalAsync(
        HttpContext context, IntakeDbContext db, OneTimeLinks links, string? code, CancellationToken cancellationToken) =>
        await FindAsync(db, links, code, LinkKind.InterestRemoval, cancellationToken) is { } found
            ? PageResults.Form(context, Removal(code!, found.Link, found.Edition))
            : Removed();

    private static async Task<IResult> RemoveAsync(HttpContext context, IntakeDbContext db, OneTimeLinks links, CancellationToken cancellationToken)
    {
        var form = await PageForm.ReadAsync(context);
        await db.InTransactionAsync(
            async token =>
            {
                if (await FindAsync(db, links, form.Code, LinkKind.InterestRemoval, token) is { } found)
                {
                    await db.DeleteInterestsAsync([found.Interest], token);
                }
            },
            cancellationToken);
        return Removed();
    }

    private static async Task<(Interest Interest, OneTimeLink Link, string Edition)?> FindAsync(
        IntakeDbContext db, OneTimeLinks links, string? code, LinkKind kind, CancellationToken cancellationToken) =>
        await links.FindAsync(code, kind.Purpose, cancellationToken) is { } link
        && await db.Interests.SingleOrDefaultAsync(i => i.Id == link.SubjectId, cancellationToken) is { } interest
            ? (interest, link, await db.Editions.Where(e => e.Id == interest.EditionId).Select(e => e.Name).SingleAsync(cancellationToken))
            : null;

    private static IResult DeadLink() => PageResults.DeadLink(
        "Deze link werkt niet (meer)", "Een link uit een mail werkt één keer, en een week lang. Vraag op de site om een nieuwe mail.");

    // Also for an address that was deleted before.
    private static IResult Removed() => PageResults.Notice(new()
    {
        Title = "Je adres is vergeten",
        Text = ["We bewaren je e-mailadres niet (meer), en mailen je hier niet meer over."],
    });

    private static FormModel Confirmation(string code, OneTimeLink link, string edition) => new()
    {
        Title = $"Bericht over {edition}",
        Action = LinkKind.InterestConfirmation.Path,
        Submit = "Bevestigen",
        Intro = [$"Wil je op {link.Email} horen wanneer je je kunt aanmelden voor {edition}?"],
        Hidden = [new(OneTimeLinks.Parameter, code)],
    };

    private static FormModel Removal(string code, OneTimeLink link, string edition) => new()
    {
        Title = "Vergeet mijn e-mailadres",
        Action = LinkKind.InterestRemoval.Path,
        Submit = "Vergeet mijn e-mailadres",
        Intro = [$"We vergeten {link.Email} meteen. Je hoort dan niet meer van ons over {edition}."],
        Hidden = [new(OneTimeLinks.Parameter, code)],
    };
}
