using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Registration;

/// <summary>
/// A registration whose address isn't confirmed yet. It isn't an account: no one can sign in with it, it isn't published, and it expires.
/// </summary>
internal sealed class PendingRegistration
{
    public const int MaxWrongPasswords = 5;

    /// <summary>The most registrations of one address that a password is compared with, newest first. Each comparison is as slow as signing in.</summary>
    public const int MaxCompared = 10;

    public const int LongestReturnUrl = 2000;

    public required Guid RegistrationId { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public required string CallName { get; init; }

    public string? Prefix { get; init; }

    public required string Surname { get; init; }

    public required string PasswordHash { get; init; }

    /// <summary>The page to return to after signing in; null if none.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The number of wrong passwords on the confirmation page.</summary>
    public int WrongPasswords { get; set; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ForgottenAt { get; init; }
}

internal sealed class PendingRegistrationConfiguration : IEntityTypeConfiguration<PendingRegistration>
{
    public void Configure(EntityTypeBuilder<PendingRegistration> builder)
    {
        builder.ToTable("pending_registrations");
        builder.HasKey(p => p.RegistrationId);
        builder.Property(p => p.ReturnUrl).HasMaxLength(PendingRegistration.LongestReturnUrl);
        builder.HasIndex(p => p.NormalizedEmail);
        builder.HasIndex(p => p.ForgottenAt);
    }
}
