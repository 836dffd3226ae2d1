using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Participations;

/// <summary>A pause (R16).</summary>
/// <param name="id">The id of the pause.</param>
/// <param name="from">The first day.</param>
/// <param name="until">The last day: the expected one until it has ended.</param>
/// <param name="before">The status before the pause and after it.</param>
internal sealed class Pause(Guid id, DateOnly from, DateOnly? until, ParticipationStatus before)
{
    public Guid Id { get; private init; } = id;

    public DateOnly From { get; private init; } = from;

    public DateOnly? Until { get; private set; } = until;

    public ParticipationStatus Before { get; private init; } = before;

    public bool Covers(DateOnly day) => day >= From && (Until is null || day <= Until);

    public void EndOn(DateOnly until) => Until = until;
}

internal sealed class PauseConfiguration : IEntityTypeConfiguration<Pause>
{
    public void Configure(EntityTypeBuilder<Pause> builder)
    {
        builder.ToTable("pauses");
        builder.Property(p => p.Id).ValueGeneratedNever();
    }
}
