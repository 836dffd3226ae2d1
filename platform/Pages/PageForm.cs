using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Pages;

/// <summary>What was sent from one of our pages.</summary>
public sealed class PageForm
{
    /// <summary>The field with the secret of a mailed link; the query of the link has the same name.</summary>
    public const string CodeField = "code";

    private readonly IFormCollection? _form;

    private PageForm(IFormCollection? form, string code) => (_form, Code) = (form, code);

    /// <summary>The page was open for too long, or wasn't ours.</summary>
    public bool IsStale => _form is null;

    /// <summary>The secret of the mailed link that the page was opened with, also of one that was open for too long: it is shown again while the link is good.</summary>
    public string Code { get; }

    /// <summary>What was filled in, without white space around it and without control characters, which nobody types and no database keeps.</summary>
    public string this[string name] => string.Concat(Exact(name).Where(character => !char.IsControl(character))).Trim();

    /// <summary>What is said of a page that was open for too long.</summary>
    public static FormFault StaleFault { get; } = new(null, "Deze pagina stond te lang open. Vul de gegevens opnieuw in.");

    /// <summary>Reads what was sent. The token is checked here and not by the framework: who waited too long gets the page again, and no bare error.</summary>
    /// <exception cref="BadHttpRequestException">The form can't be read.</exception>
    public static async Task<PageForm> ReadAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.HasFormContentType)
        {
            return new(null, "");
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return new(await IsOursAsync(context) ? form : null, form[CodeField].ToString());
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form can't be read.", e);
        }
    }

    /// <summary>As it was typed: a password.</summary>
    public string Exact(string name) => _form is not null && _form.TryGetValue(name, out var value) ? value.ToString() : "";

    private static async Task<bool> IsOursAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<PageProof>() == PageProof.Secret || await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
}
