namespace Metropool.Identity.Registration;

/// <summary>
/// Somebody registered with an address that isn't known to be theirs. No account yet: nobody can sign in with it, no other service knows of it,
/// and it is forgotten after a while.
/// </summary>
internal sealed class PendingRegistration
{
    public const int MostWrongPasswords = 5;

    public required Guid RegistrationId { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public required string CallName { get; init; }

    public string? Prefix { get; init; }

    public required string Surname { get; init; }

    public required string PasswordHash { get; init; }

    /// <summary>How often a wrong password was given with the link.</summary>
    public int WrongPasswords { get; set; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ForgottenAt { get; init; }
}
