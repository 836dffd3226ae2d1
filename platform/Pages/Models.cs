using System.ComponentModel.DataAnnotations;

namespace Metropool.Pages;

/// <summary>A page with one form: labelled fields, and a summary of what is wrong that leads to each.</summary>
public sealed record FormModel
{
    public required string Title { get; init; }

    /// <summary>Where it is sent, with the way back in it.</summary>
    public required string Action { get; init; }

    public required string Submit { get; init; }

    public IReadOnlyList<string> Intro { get; init; } = [];

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    public IReadOnlyList<FormFault> Faults { get; init; } = [];

    /// <summary>What is said above the faults.</summary>
    public string FaultTitle { get; init; } = "Er is iets niet goed ingevuld";

    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>A drawing for the authenticator app: SVG of our own making.</summary>
    public string? Drawing { get; init; }

    /// <summary>A secret beside it, for who can't scan.</summary>
    public string? Secret { get; init; }

    /// <summary>What the script does for the browser's passkeys, and with what: <c>create</c> or <c>get</c>.</summary>
    public PasskeyCall? Passkey { get; init; }

    public FormModel With(params IReadOnlyList<FormFault> faults) => this with { Faults = faults };
}

/// <param name="Name">Its id and the key in the form.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Type">Such as <c>email</c> or <c>password</c>; a <c>checkbox</c> has the value <see cref="Checked"/> when it is ticked.</param>
/// <param name="Autocomplete">What browsers and password managers know it by.</param>
/// <param name="Hint">What helps to fill it in.</param>
/// <param name="Value">What was filled in; never a password.</param>
/// <param name="IsOptional">May stay empty.</param>
public sealed record FormField(string Name, string Label, string Type, string Autocomplete, string? Hint = null, string? Value = null, bool IsOptional = false)
{
    /// <summary>What a form says of a checkbox that is ticked.</summary>
    public const string Checked = "ja";

    /// <summary>The most characters that the value may have, where the service has such a limit: a browser takes no more, and the hint says so.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The limit of a request's property, so that a page and the API have the same.</summary>
    /// <typeparam name="TRequest">The request of the API.</typeparam>
    /// <param name="property">The property.</param>
    /// <returns>The limit; null without one.</returns>
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

    /// <summary>What helps to fill it in, with the limit. That of an e-mail address goes without saying.</summary>
    internal string? FullHint => MaxLength is null || Type == "email" ? Hint : $"{Hint?.TrimEnd('.')}{(Hint is null ? null : ". ")}Hoogstens {MaxLength} tekens.";
}

/// <param name="Field">The field that it leads to; null where it is about the whole.</param>
/// <param name="Message">What to do.</param>
public sealed record FormFault(string? Field, string Message);

public sealed record PageLink(string Href, string Text);

/// <param name="Script">The path of the script that does it.</param>
/// <param name="Kind"><c>create</c> or <c>get</c>.</param>
/// <param name="Options">What the browser is asked for, as JSON.</param>
public sealed record PasskeyCall(string Script, string Kind, string Options);

/// <summary>A page that only tells something.</summary>
public sealed record NoticeModel
{
    public required string Title { get; init; }

    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Codes or the like, to be written down.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>In English, for who helps.</summary>
    public string? Technical { get; init; }

    public bool IsFault { get; init; }
}
