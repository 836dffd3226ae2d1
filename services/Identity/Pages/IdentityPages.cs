using Metropool.Identity.Tokens;
using Metropool.Pages;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Pages;

/// <summary>The pages that only Identity has.</summary>
internal static class IdentityPages
{
    public static IResult Account(HttpContext context, AccountModel model) =>
        PageResults.Page<AccountPage>(
            StatusCodes.Status200OK, new() { [nameof(AccountPage.Model)] = model, [nameof(AccountPage.Token)] = PageResults.Tokens(context) });

    /// <summary>A link that was used, has expired or never existed. The page doesn't show which.</summary>
    public static IResult DeadLink(
        string again,
        string text,
        string title = "Deze link werkt niet (meer)",
        string why = "Een link uit een mail werkt één keer, en niet voor altijd. Neem de link uit de nieuwste mail, of vraag een nieuwe aan.") =>
        PageResults.DeadLink(title, why, new PageLink(again, text));

    /// <summary>An administrator has blocked the account.</summary>
    public static IResult Blocked(string contactEmail) => PageResults.Notice(
        new()
        {
            Title = "Je account is geblokkeerd",
            Text = ["Een beheerder heeft je account geblokkeerd. Je kunt er niet mee inloggen.", $"Klopt dat niet? Mail dan naar {contactEmail}."],
            IsFault = true,
        },
        StatusCodes.Status403Forbidden);

    public static IResult SignOut(HttpContext context, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var tokens = PageResults.Tokens(context);
        return PageResults.Page<SignOutForm>(StatusCodes.Status200OK, new()
        {
            [nameof(SignOutForm.Parameters)] = parameters.Where(parameter => parameter.Key != tokens.FormFieldName).ToList(),
            [nameof(SignOutForm.Token)] = tokens,
        });
    }

    public static IResult Refused(OpenIddictResponse failure) => Refused(failure, "Inloggen kan niet");

    /// <summary>Shown if a request to sign out names an address that isn't the client's. The person isn't sent there, and can still sign out.</summary>
    public static IResult SignOutRefused(OpenIddictResponse failure) =>
        Refused(failure, "Uitloggen kan zo niet", new(PageGroup.Href(OpenIdConnectServer.LogoutPath), "Uitloggen bij Metropool"));

    private static IResult Refused(OpenIddictResponse failure, string title, PageLink? link = null) => PageResults.Page<RefusedNotice>(
        StatusCodes.Status400BadRequest,
        new() { [nameof(RefusedNotice.Title)] = title, [nameof(RefusedNotice.Failure)] = failure, [nameof(RefusedNotice.Link)] = link });
}
