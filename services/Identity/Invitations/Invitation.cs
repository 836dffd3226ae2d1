using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.Invitations;

/// <summary>An invitation of a person without an account to become staff, administrator, or contact of an organisation.</summary>
internal sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public required Guid InvitationId { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    /// <summary>One of <see cref="Http.Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The organisation of a contact.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>
    /// The administrator; null if the configuration named the address, and <see cref="Erasure.ErasedPerson.AnonymousId"/> if that person was erased.
    /// </summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset InvitedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>
/// An appointment or a dismissal. A trigger in the database allows no change of a row, except that an erasure removes the person and the reason.
/// </summary>
internal sealed class Appointment
{
    public required Guid AppointmentId { get; init; }

    /// <summary>The person; <see cref="Erasure.ErasedPerson.AnonymousId"/> after an erasure.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>One of <see cref="Http.Roles"/>.</summary>
    public required string Role { get; init; }

    public Guid? OrganisationId { get; init; }

    /// <summary>True for an appointment, false for a dismissal.</summary>
    public required bool Given { get; init; }

    /// <summary>The administrator; null if the configuration appointed, and <see cref="Erasure.ErasedPerson.AnonymousId"/> if that person was erased.</summary>
    public Guid? By { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(i => i.InvitationId);
        builder.Property(i => i.Role).HasMaxLength(50);
        builder.HasIndex(i => i.NormalizedEmail);
        builder.HasIndex(i => i.ExpiresAt);
    }
}

internal sealed class AppointmentConfiguration : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.ToTable("appointments");
        builder.HasKey(a => a.AppointmentId);
        builder.Property(a => a.Role).HasMaxLength(50);
        builder.Property(a => a.Reason).HasMaxLength(500);
        builder.HasIndex(a => new { a.PersonId, a.At });
    }
}
