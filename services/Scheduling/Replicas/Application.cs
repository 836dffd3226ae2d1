using Metropool.Contracts.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Replicas;

/// <summary>An application in Intake, for which an intake interview can be booked.</summary>
internal sealed class Application(Guid applicationId)
{
    public Guid ApplicationId { get; private init; } = applicationId;

    public long Version { get; private set; }

    public Guid EditionId { get; private set; }

    public Guid PersonId { get; private set; }

    public string DisplayName { get; private set; } = "";

    public ApplicationStatus Status { get; private set; }

    /// <summary>The members of the team who have a conflict of interest with the candidate, and can't be on the panel (R5, R11).</summary>
    public List<Guid> ConflictsOfInterest { get; private set; } = [];

    /// <returns>False if a newer version is known.</returns>
    public bool Apply(ApplicationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, EditionId, PersonId, DisplayName, Status) = (state.Version, state.EditionId, state.PersonId, state.DisplayName, state.Status);
        ConflictsOfInterest = [.. state.ConflictsOfInterest];
        return true;
    }
}

internal sealed class ApplicationConfiguration : IEntityTypeConfiguration<Application>
{
    public void Configure(EntityTypeBuilder<Application> builder)
    {
        builder.ToTable("applications");
        builder.HasKey(a => a.ApplicationId);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
