using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Replicas;

/// <summary>The replica of a participation. Scheduling owns it. Employers are not kept, because they can read nothing here (R46).</summary>
internal sealed class Participation(Guid fileId)
{
    public Guid FileId { get; private init; } = fileId;

    public long Version { get; private set; }

    public Guid PersonId { get; private set; }

    public string DisplayName { get; private set; } = "";

    /// <summary>The name for the certificate.</summary>
    public string CertificateName { get; private set; } = "";

    /// <summary>The edition that the participation is in now.</summary>
    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(ParticipationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, PersonId, DisplayName, CertificateName, EditionId, Status) =
            (state.Version, state.PersonId, state.DisplayName, state.CertificateName, state.EditionId, state.Status);
        return true;
    }
}

internal sealed class ParticipationConfiguration : IEntityTypeConfiguration<Participation>
{
    public void Configure(EntityTypeBuilder<Participation> builder)
    {
        builder.ToTable("participations");
        builder.HasKey(participation => participation.FileId);
        builder.Property(participation => participation.Version).IsConcurrencyToken();
        builder.HasIndex(participation => participation.PersonId);
        builder.HasIndex(participation => new { participation.EditionId, participation.FileId });
    }
}
