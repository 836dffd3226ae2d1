namespace Metropool.Identity.Pages;

// Public, as the components that Razor makes are.

/// <summary>The model of the account page.</summary>
public sealed record AccountModel
{
    public required string DisplayName { get; init; }

    public required string Email { get; init; }

    public string? Done { get; init; }

    public bool HasPassword { get; init; }

    public bool HasAuthenticator { get; init; }

    public int RecoveryCodes { get; init; }

    public IReadOnlyList<AccountItem> Passkeys { get; init; } = [];

    public IReadOnlyList<AccountItem> Sessions { get; init; } = [];

    public IReadOnlyList<AccountItem> Providers { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];
}

/// <param name="Id">The value that its button submits.</param>
/// <param name="Name">The name.</param>
/// <param name="Detail">The details.</param>
/// <param name="IsCurrent">Whether it is the session of this browser.</param>
public sealed record AccountItem(string Id, string Name, string Detail, bool IsCurrent = false);
