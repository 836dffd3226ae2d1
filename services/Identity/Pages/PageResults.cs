using System.Security.Cryptography;
using System.Text;
using Metropool.Identity.Links;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace Metropool.Identity.Pages;

/// <summary>The pages that Identity shows to people: plain HTML from the server; without script, but for passkeys.</summary>
internal static class PageResults
{
    // One style, in the page itself, that the policy knows by its hash. There is no form-action: after signing in, browsers follow
    // the redirect to the client's own address under that directive too.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.Text)))}'; base-uri 'none'; frame-ancestors 'none'";

    public static IResult Form(HttpContext context, FormModel model) => Page<FormPage>(
        model.Faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        new() { [nameof(FormPage.Model)] = model, [nameof(FormPage.Token)] = Tokens(context) },
        withScript: model.Passkey is not null);

    public static IResult Notice(NoticeModel model, int? status = null) =>
        Page<NoticePage>(status ?? (model.IsFault ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK), new() { [nameof(NoticePage.Model)] = model });

    public static IResult Account(HttpContext context, AccountModel model) =>
        Page<AccountPage>(StatusCodes.Status200OK, new() { [nameof(AccountPage.Model)] = model, [nameof(AccountPage.Token)] = Tokens(context) });

    /// <summary>A link that was used, has ended, or never was one: nobody learns which.</summary>
    public static IResult DeadLink(
        string again,
        string text,
        string title = "Deze link werkt niet (meer)",
        string why = "Een link uit een mail werkt één keer, en niet voor altijd. Neem de link uit de nieuwste mail, of vraag een nieuwe aan.") => Notice(new()
    {
        Title = title,
        Text = [why],
        Links = [new(again, text)],
        IsFault = true,
    });

    /// <summary>An administrator has blocked the account.</summary>
    public static IResult Blocked(string contactEmail) => Notice(
        new()
        {
            Title = "Je account is geblokkeerd",
            Text = ["Een beheerder heeft je account geblokkeerd. Je kunt er niet mee inloggen.", $"Klopt dat niet? Mail dan naar {contactEmail}."],
            IsFault = true,
        },
        StatusCodes.Status403Forbidden);

    public static IResult SignOut(HttpContext context, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var tokens = Tokens(context);
        return Page<SignOutForm>(StatusCodes.Status200OK, new()
        {
            [nameof(SignOutForm.Parameters)] = parameters.Where(parameter => parameter.Key != tokens.FormFieldName).ToList(),
            [nameof(SignOutForm.Token)] = tokens,
        });
    }

    public static IResult Refused(OpenIddictResponse failure) =>
        Page<RefusedNotice>(StatusCodes.Status400BadRequest, new() { [nameof(RefusedNotice.Failure)] = failure });

    private static AntiforgeryTokenSet Tokens(HttpContext context) => context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);

    private static PageResult Page<TComponent>(int status, Dictionary<string, object?> parameters, bool withScript = false)
        where TComponent : IComponent =>
        new(new RazorComponentResult<TComponent>(parameters) { StatusCode = status }, withScript);

    private sealed class PageResult(IResult page, bool withScript) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentSecurityPolicy = withScript ? Policy + "; script-src 'self'" : Policy;

            // A mailed link holds a secret: nobody is told where somebody came from. Our own forms need it, where a browser sends no Origin.
            httpContext.Response.Headers["Referrer-Policy"] = "same-origin";
            return page.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>What was sent from one of our pages.</summary>
internal sealed class PageForm
{
    private readonly IFormCollection? _form;

    private PageForm(IFormCollection? form, string code) => (_form, Code) = (form, code);

    /// <summary>The page was open for too long, or wasn't ours.</summary>
    public bool IsStale => _form is null;

    /// <summary>The secret of the mailed link that the page was opened with, also of one that was open for too long: it is shown again while the link is good.</summary>
    public string Code { get; }

    /// <summary>What was filled in, without white space around it and without control characters, which nobody types and no database keeps.</summary>
    public string this[string name] => string.Concat(Exact(name).Where(character => !char.IsControl(character))).Trim();

    public static FormFault StaleFault { get; } = new(null, "Deze pagina stond te lang open. Vul de gegevens opnieuw in.");

    // The token is checked here and not by the framework: who waited too long gets the page again, and no bare error.
    public static async Task<PageForm> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return new(null, "");
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return new(await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context) ? form : null, form[MailedLinks.Parameter].ToString());
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form can't be read.", e);
        }
    }

    /// <summary>As it was typed: a password.</summary>
    public string Exact(string name) => _form is not null && _form.TryGetValue(name, out var value) ? value.ToString() : "";
}
