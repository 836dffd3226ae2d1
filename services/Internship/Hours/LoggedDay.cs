using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Hours;

/// <summary>The time that a participant spent at the host organisation on one day.</summary>
internal sealed class LoggedDay
{
    public required Guid Id { get; init; }

    /// <summary>The day, in Europe/Amsterdam.</summary>
    public required DateOnly Date { get; init; }

    public required int Minutes { get; set; }

    /// <summary>What was done, in a few words.</summary>
    public string? Activities { get; set; }

    public required DateTimeOffset LoggedAt { get; set; }
}

internal sealed class LoggedDayConfiguration : IEntityTypeConfiguration<LoggedDay>
{
    public void Configure(EntityTypeBuilder<LoggedDay> builder)
    {
        const string fileId = "InternshipId";
        builder.ToTable("logged_days", table => table.HasCheckConstraint("ck_logged_days_minutes", "minutes between 1 and 1440"));
        builder.Property<Guid>(fileId);
        builder.HasIndex(fileId, nameof(LoggedDay.Date)).IsUnique();
    }
}
