using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.ProgrammeTimeMoves;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Database;

internal sealed class ParticipationTable : IEntityTypeConfiguration<Participation>
{
    public void Configure(EntityTypeBuilder<Participation> builder)
    {
        builder.ToTable("participations");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.OnTheWay);
        builder.Ignore(p => p.Carried);
        builder.OwnsOne(p => p.Ending, ending => ending.Property(e => e.On).HasColumnName("ended_on"));
        builder.OwnsOne(p => p.TransferRequest, request =>
        {
            request.Ignore(r => r.IsOpen);
            request.Property(r => r.RefusedBecause).HasMaxLength(100);
        });
        builder.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.Employers).WithOne().HasForeignKey("ParticipationId").IsRequired();
        builder.HasMany(p => p.Pauses).WithOne().HasForeignKey("ParticipationId").IsRequired();
        builder.HasMany(p => p.Transfers).WithOne().HasForeignKey("ParticipationId").IsRequired();
        builder.HasIndex(p => p.ApplicationId).IsUnique();
        builder.HasIndex(p => new { p.EditionId, p.Id });
        builder.HasIndex(p => p.PersonId);
    }
}

internal sealed class EmploymentTable : IEntityTypeConfiguration<Employment>
{
    public void Configure(EntityTypeBuilder<Employment> builder)
    {
        builder.ToTable("employments");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasIndex(e => e.OrganisationId);
        builder.HasIndex(e => e.NameKey).HasFilter("organisation_id IS NULL");
        builder.Property(e => e.ExternalReference).HasMaxLength(Employment.LongestReference);
        builder.HasIndex(e => new { e.OrganisationId, e.ExternalReference }).HasFilter("external_reference IS NOT NULL");
    }
}

internal sealed class PauseTable : IEntityTypeConfiguration<Pause>
{
    public void Configure(EntityTypeBuilder<Pause> builder)
    {
        builder.ToTable("pauses");
        builder.Property(p => p.Id).ValueGeneratedNever();
    }
}

internal sealed class TransferTable : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.ToTable("transfers");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.From).HasColumnName("from_edition_id");
        builder.Property(t => t.To).HasColumnName("to_edition_id");
        builder.Property(t => t.Met).AsJson();
    }
}

internal sealed class AttendanceTable : IEntityTypeConfiguration<AttendanceRecord>
{
    public void Configure(EntityTypeBuilder<AttendanceRecord> builder)
    {
        builder.ToTable("attendances");
        builder.HasKey(a => new { a.ModuleDayId, a.ParticipationId });
        builder.Property(a => a.Revision).IsConcurrencyToken();
        builder.HasOne<ModuleDay>().WithMany().HasForeignKey(a => a.ModuleDayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(a => a.ParticipationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AbsenceTable : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.ToTable("absences");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasOne<ModuleDay>().WithMany().HasForeignKey(a => a.ModuleDayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Participation>().WithMany().HasForeignKey(a => a.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.ParticipationId, a.ModuleDayId }).IsUnique();
        builder.HasIndex(a => new { a.EditionId, a.Id });
    }
}

internal sealed class StandingTable : IEntityTypeConfiguration<ParticipationStanding>
{
    public void Configure(EntityTypeBuilder<ParticipationStanding> builder)
    {
        builder.ToTable("standings");
        builder.HasKey(s => s.ParticipationId);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Participation>().WithMany().HasForeignKey(s => s.ParticipationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProposalTable : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposals");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => new { p.EditionId, p.ClosedAt });
        builder.HasIndex(p => new { p.EditionId, p.Id });
    }
}

internal sealed class ProgrammeTimeMoveTable : IEntityTypeConfiguration<ProgrammeTimeMove>
{
    public void Configure(EntityTypeBuilder<ProgrammeTimeMove> builder)
    {
        builder.ToTable("programme_time_moves");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => m.Version).IsUnique();
    }
}
