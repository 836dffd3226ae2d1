using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Replicas;

/// <summary>The replica of a taught or final module whose last day has passed: its chapter can be written (R35). Scheduling owns it.</summary>
internal sealed class CompletedModule(Guid id)
{
    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public Guid EditionId { get; private set; }

    public int Number { get; private set; }

    /// <summary>Its last day, in Europe/Amsterdam.</summary>
    public DateOnly CompletedOn { get; private set; }

    /// <summary>When Scheduling recorded the completion, UTC.</summary>
    public DateTimeOffset CompletedAt { get; private set; }

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(ModuleCompleted state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, EditionId, Number, CompletedOn, CompletedAt) = (state.Version, state.EditionId, state.Number, state.CompletedOn, state.OccurredAt);
        return true;
    }
}

internal sealed class CompletedModuleConfiguration : IEntityTypeConfiguration<CompletedModule>
{
    public void Configure(EntityTypeBuilder<CompletedModule> builder)
    {
        builder.ToTable("completed_modules");
        builder.Property(module => module.Id).ValueGeneratedNever();
        builder.Property(module => module.Version).IsConcurrencyToken();
        builder.HasIndex(module => module.EditionId);
    }
}
