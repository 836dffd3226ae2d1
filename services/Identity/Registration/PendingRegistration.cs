namespace Metropool.Identity.Registration;

/// <summary>
/// Somebody registered with an address that isn't known to be theirs. No account yet: nobody can sign in with it, no other service knows of it,
/// and it is forgotten after a while.
/// </summary>
internal sealed class PendingRegistration
{
    public const int MostWrongPasswords = 5;

    /// <summary>How many registrations of one address a password is compared with, the newest first: each takes as long as signing in.</summary>
    public const int MostTried = 10;

    public const int LongestReturnUrl = 2000;

    public required Guid RegistrationId { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public required string CallName { get; init; }

    public string? Prefix { get; init; }

    public required string Surname { get; init; }

    public required string PasswordHash { get; init; }

    /// <summary>Where they came from to sign in; null where that was nowhere.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>How often a wrong password was given with a link.</summary>
    public int WrongPasswords { get; set; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ForgottenAt { get; init; }
}
