using Metropool.Scheduling.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Participations;

internal sealed class ParticipationConfiguration : IEntityTypeConfiguration<Participation>
{
    public void Configure(EntityTypeBuilder<Participation> builder)
    {
        builder.ToTable("participations");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.IsPlacedOrActive);
        builder.Ignore(p => p.IsClosed);
        builder.Ignore(p => p.Carried);
        builder.OwnsOne(p => p.Ending, ending => ending.Property(e => e.On).HasColumnName("ended_on"));
        builder.OwnsOne(p => p.TransferRequest, request =>
        {
            request.Ignore(r => r.IsPending);
            request.Property(r => r.RefusalCode).HasMaxLength(100);
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
