using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.ProgrammeTime;

/// <summary>The offset of programme time. Without a row it was never moved.</summary>
public sealed class ProgrammeTimeState
{
    /// <summary>The clock; there is one.</summary>
    public required Guid ClockId { get; init; }

    /// <summary>Increases with every move.</summary>
    public required long Version { get; set; }

    /// <summary>The offset from system time.</summary>
    public required TimeSpan Offset { get; set; }
}

/// <summary>The table of programme time.</summary>
public static class ProgrammeTimeModel
{
    /// <summary>Adds the table of programme time.</summary>
    public static void AddProgrammeTime(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<ProgrammeTimeState>(state =>
        {
            state.ToTable("programme_time");
            state.HasKey(s => s.ClockId);
            state.Property(s => s.Version).IsConcurrencyToken();
        });
    }
}
