using System.Diagnostics.CodeAnalysis;
using Metropool.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Pages;

/// <summary>A form that was posted from a page.</summary>
public sealed class PageForm
{
    /// <summary>The field with the secret of a one-time link; the query parameter of the link has the same name.</summary>
    public const string CodeField = "code";

    // Passwords and the responses of browsers aren't normalized.
    private static readonly string[] ExactFields = ["Password", "credential"];
    private readonly IFormCollection? _form;

    private PageForm(IFormCollection? form, string code, FormFault? fault) => (_form, Code, Fault) = (form, code, fault);

    /// <summary>Whether the form must not be handled, see <see cref="Fault"/>.</summary>
    [MemberNotNullWhen(true, nameof(Fault))]
    public bool IsRefused => Fault is not null;

    /// <summary>
    /// Why the form must not be handled: the page was open for too long, it was posted from another site, or a field has an invalid character.
    /// </summary>
    public FormFault? Fault { get; }

    /// <summary>
    /// The secret of the one-time link with which the page was opened. Also set where the page was open for too long, so that it can be shown again.
    /// </summary>
    public string Code { get; }

    /// <summary>The fault of a page that was open for too long.</summary>
    public static FormFault Stale { get; } = new(null, "Deze pagina stond te lang open. Vul de gegevens opnieuw in.");

    /// <summary>The value of a field, normalized and trimmed; empty where it has no visible characters.</summary>
    public string this[string name] => TextPolicy.NormalizeOrNull(Exact(name)) ?? "";

    /// <summary>Reads a form. It validates the antiforgery token itself, so that a page that was open for too long can be shown again.</summary>
    /// <exception cref="BadHttpRequestException">The form can't be read.</exception>
    public static async Task<PageForm> ReadAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.HasFormContentType)
        {
            return new(null, "", Stale);
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var code = form[CodeField].ToString();
            return await IsSameSiteAsync(context) ? new(form, code, FaultOf(form)) : new(null, code, Stale);
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form can't be read.", e);
        }
    }

    /// <summary>The exact value of a field, such as a password.</summary>
    public string Exact(string name) => _form is not null && _form.TryGetValue(name, out var value) ? value.ToString() : "";

    private static FormFault? FaultOf(IFormCollection form) => form.Where(field => !ExactFields.Contains(field.Key, StringComparer.Ordinal))
        .Where(field => field.Value.Any(text => TextPolicy.FaultOf(text ?? "", TextKind.Lines) is not null))
        .Select(field => new FormFault(
            field.Key, "Hier staat een teken dat niet kan, zoals een onzichtbaar stuurteken. Typ de tekst opnieuw in, zonder te plakken."))
        .FirstOrDefault();

    private static async Task<bool> IsSameSiteAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<PageForgeryProtection>() == PageForgeryProtection.Secret
        || await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
}
