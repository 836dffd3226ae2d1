using Metropool.Http;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Interests;

/// <summary>The address of a person who wants to know when an edition opens. Nothing else is known of that person, who needs no account.</summary>
internal sealed class Interest
{
    /// <summary>An address that isn't confirmed within this period is deleted, because anyone can type it.</summary>
    public static readonly TimeSpan ConfirmedWithin = TimeSpan.FromDays(7);

    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The hash of the address without regard to case, so that an edition has each address once.</summary>
    public required byte[] AddressHash { get; init; }

    public required string Email { get; init; }

    /// <summary>When it was registered. All times of this type are system time in UTC, because mail uses it.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the owner of the address confirmed it; null until then.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When it was notified that the edition is open or cancelled.</summary>
    public DateTimeOffset? NotifiedAt { get; private set; }

    public void Confirm(DateTimeOffset now) => ConfirmedAt ??= now;

    public void MarkNotified(DateTimeOffset now) => NotifiedAt = now;
}

internal sealed class InterestConfiguration : IEntityTypeConfiguration<Interest>
{
    public void Configure(EntityTypeBuilder<Interest> interest)
    {
        interest.ToTable("interests");
        interest.Property(i => i.Email).HasMaxLength(EmailAddresses.MaxLength);
        interest.HasIndex(i => new { i.EditionId, i.AddressHash }).IsUnique();
        interest.HasIndex(i => i.RequestedAt);
        interest.HasOne<Edition>().WithMany().HasForeignKey(i => i.EditionId);
    }
}
