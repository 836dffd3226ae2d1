using System.Diagnostics.CodeAnalysis;
using Metropool.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Pages;

/// <summary>What was sent from one of our pages.</summary>
public sealed class PageForm
{
    /// <summary>The field with the secret of a mailed link; the query of the link has the same name.</summary>
    public const string CodeField = "code";

    // What is a secret or a browser's own answer is taken as it is.
    private static readonly string[] NoTexts = ["Password", "credential"];
    private readonly IFormCollection? _form;

    private PageForm(IFormCollection? form, string code, FormFault? fault) => (_form, Code, Fault) = (form, code, fault);

    /// <summary>Whether nothing may be done with it; <see cref="Fault"/> says why.</summary>
    [MemberNotNullWhen(true, nameof(Fault))]
    public bool IsRefused => Fault is not null;

    /// <summary>Why nothing may be done with it: the page was open for too long or wasn't ours, or a field has a character that no text may have.</summary>
    public FormFault? Fault { get; }

    /// <summary>The secret of the mailed link that the page was opened with, also of one that was open for too long: it is shown again while the link is good.</summary>
    public string Code { get; }

    /// <summary>What is said of a page that was open for too long.</summary>
    public static FormFault Stale { get; } = new(null, "Deze pagina stond te lang open. Vul de gegevens opnieuw in.");

    /// <summary>What was filled in, in normalization form C and without white space around it; empty where nothing of it can be seen.</summary>
    public string this[string name] => TextPolicy.Tidy(Exact(name)) ?? "";

    /// <summary>Reads what was sent. The token is checked here and not by the framework: who waited too long gets the page again, and no bare error.</summary>
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
            return await IsOursAsync(context) ? new(form, code, FaultOf(form)) : new(null, code, Stale);
        }
        catch (InvalidDataException e)
        {
            throw new BadHttpRequestException("The form can't be read.", e);
        }
    }

    /// <summary>As it was typed: a password.</summary>
    public string Exact(string name) => _form is not null && _form.TryGetValue(name, out var value) ? value.ToString() : "";

    private static FormFault? FaultOf(IFormCollection form) => form.Where(field => !NoTexts.Contains(field.Key, StringComparer.Ordinal))
        .Where(field => field.Value.Any(text => TextPolicy.FaultOf(text ?? "", TextKind.Lines) is not null))
        .Select(field => new FormFault(
            field.Key, "Hier staat een teken dat niet kan, zoals een onzichtbaar stuurteken. Typ de tekst opnieuw in, zonder te plakken."))
        .FirstOrDefault();

    private static async Task<bool> IsOursAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<PageProof>() == PageProof.Secret || await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
}
