using System.ComponentModel.DataAnnotations;

namespace Metropool.Pages;

/// <summary>A page with a form: labelled fields, and an error summary with links to the fields.</summary>
public sealed record FormModel
{
    public required string Title { get; init; }

    /// <summary>The address to which it is posted, with the return address.</summary>
    public required string Action { get; init; }

    public required string Submit { get; init; }

    public IReadOnlyList<string> Intro { get; init; } = [];

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    public IReadOnlyList<FormFault> Faults { get; init; } = [];

    /// <summary>The title of the error summary.</summary>
    public string FaultTitle { get; init; } = "Er is iets niet goed ingevuld";

    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>A QR code for the authenticator app, as trusted SVG.</summary>
    public string? Drawing { get; init; }

    /// <summary>The secret in the QR code, for users who can't scan it.</summary>
    public string? Secret { get; init; }

    /// <summary>The passkey operation of the script.</summary>
    public PasskeyCall? Passkey { get; init; }

    public FormModel With(params IReadOnlyList<FormFault> faults) => this with { Faults = faults };
}

/// <param name="Name">The id, and the key in the form.</param>
/// <param name="Label">The label.</param>
/// <param name="Type">Such as <c>email</c> or <c>password</c>; a <c>checkbox</c> has the value <see cref="Checked"/> when it is ticked.</param>
/// <param name="Autocomplete">The value of <c>autocomplete</c>, for browsers and password managers.</param>
/// <param name="Hint">The hint.</param>
/// <param name="Value">The value; never a password.</param>
/// <param name="IsOptional">Whether it can be empty.</param>
public sealed record FormField(
    string Name, string Label, string Type, string Autocomplete, string? Hint = null, string? Value = null, bool IsOptional = false)
{
    /// <summary>The value of a ticked checkbox.</summary>
    public const string Checked = "ja";

    /// <summary>The maximum number of characters. Browsers enforce it, and the hint states it.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Returns the limit of a property of a request, so that page and API have the same limit.</summary>
    /// <typeparam name="TRequest">The request of the API.</typeparam>
    /// <param name="property">The property.</param>
    /// <returns>The limit; null where the property has none.</returns>
    public static int? MaxLengthOf<TRequest>(string property) => typeof(TRequest).GetProperty(property)?.GetCustomAttributes(inherit: true) switch
    {
        null => throw new ArgumentException($"{typeof(TRequest).Name} has no property {property}.", nameof(property)),
        var attributes => attributes.Select(attribute => attribute switch
        {
            MaxLengthAttribute limit => limit.Length,
            StringLengthAttribute limit => limit.MaximumLength,
            _ => (int?)null,
        }).FirstOrDefault(limit => limit is not null),
    };

    /// <summary>The hint with the limit, which is omitted for e-mail addresses.</summary>
    internal string? FullHint => MaxLength is null || Type == "email"
        ? Hint
        : $"{Hint?.TrimEnd('.')}{(Hint is null ? null : ". ")}Hoogstens {MaxLength} tekens.";
}

/// <param name="Field">The field to which it links; null where it is about the form.</param>
/// <param name="Message">The remedy.</param>
public sealed record FormFault(string? Field, string Message);

public sealed record PageLink(string Href, string Text);

/// <param name="Script">The path of the script.</param>
/// <param name="Kind"><c>create</c> or <c>get</c>.</param>
/// <param name="Options">The options for the browser, as JSON.</param>
public sealed record PasskeyCall(string Script, string Kind, string Options);

/// <summary>A page without a form.</summary>
public sealed record NoticeModel
{
    public required string Title { get; init; }

    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Codes that the user must write down.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>Details in English, for support.</summary>
    public string? Technical { get; init; }

    public bool IsFault { get; init; }
}
