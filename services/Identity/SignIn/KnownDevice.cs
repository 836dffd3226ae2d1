using Metropool.Identity.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Identity.SignIn;

/// <summary>A browser in which a person signed in. Its cookie has the secret; here is a hash of it, which differs per account.</summary>
internal sealed class KnownDevice
{
    public required byte[] DeviceHash { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the account last signed in on it, system time, UTC.</summary>
    public required DateTimeOffset UsedAt { get; init; }
}

internal sealed class KnownDeviceConfiguration : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> builder)
    {
        builder.ToTable("known_devices");
        builder.HasKey(d => d.DeviceHash);
        builder.HasIndex(d => new { d.PersonId, d.UsedAt });
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
