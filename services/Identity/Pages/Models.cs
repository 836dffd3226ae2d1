namespace Metropool.Identity.Pages;

// Public, as the components that Razor makes are.

/// <summary>The page on which somebody looks after their own account.</summary>
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

    public IReadOnlyList<string> Parts { get; init; } = [];
}

/// <param name="Id">What its button sends.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Detail">What there is to know of it.</param>
/// <param name="IsCurrent">The session that asks.</param>
public sealed record AccountItem(string Id, string Name, string Detail, bool IsCurrent = false);
