using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.ProgrammeTimeMoves;

/// <summary>A move of programme time. It is never deleted.</summary>
/// <param name="Id">The id of the move.</param>
/// <param name="Version">The version of programme time after the move.</param>
/// <param name="MovedBy">The administrator.</param>
/// <param name="MovedAt">When, in system time.</param>
/// <param name="From">Programme time before the move.</param>
/// <param name="To">Programme time after the move.</param>
/// <param name="Offset">Programme time minus system time after the move.</param>
/// <param name="Reason">The reason.</param>
internal sealed record ProgrammeTimeMove(
    Guid Id, long Version, Guid MovedBy, DateTimeOffset MovedAt, DateTimeOffset From, DateTimeOffset To, TimeSpan Offset, string Reason);

internal sealed class ProgrammeTimeMoveConfiguration : IEntityTypeConfiguration<ProgrammeTimeMove>
{
    public void Configure(EntityTypeBuilder<ProgrammeTimeMove> builder)
    {
        builder.ToTable("programme_time_moves");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.Version).IsUnique();
    }
}
