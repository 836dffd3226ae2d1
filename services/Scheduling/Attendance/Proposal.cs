using Metropool.Http;
using Metropool.Scheduling.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Attendance;

/// <summary>
/// A proposal or warning of the service to the team. The service decides nothing about a person: a person closes the proposal with a reason that is kept,
/// or it lapses when its cause no longer exists.
/// </summary>
internal sealed class Proposal(Guid id, Guid editionId, Guid? participationId, ProposalKind kind, string detail, DateTimeOffset madeAt)
{
    public Guid Id { get; private init; } = id;

    public long Version { get; private set; } = 1;

    public Guid EditionId { get; private init; } = editionId;

    public Guid? ParticipationId { get; private init; } = participationId;

    public ProposalKind Kind { get; private init; } = kind;

    public string Detail { get; private init; } = detail;

    public DateTimeOffset MadeAt { get; private init; } = madeAt;

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The person who closed it; null if it lapsed.</summary>
    public Guid? ClosedBy { get; private set; }

    public string? ClosingReason { get; private set; }

    public Outcome<Proposal> Close(string reason, Guid? by, DateTimeOffset now)
    {
        if (ClosedAt is not null)
        {
            return Refusals.ProposalClosed;
        }

        (ClosedAt, ClosedBy, ClosingReason) = (now, by, reason);
        Version++;
        return this;
    }
}

/// <summary>The kinds of proposals.</summary>
internal enum ProposalKind
{
    /// <summary>Module 1 was missed, or an absence was not approved: hear the participant and end the participation in this edition (R20, R21).</summary>
    EndParticipation,

    /// <summary>A second absence. The programme allows one ("een keer", R19).</summary>
    SecondAbsence,

    /// <summary>A participant has another appointment at the time of a module day.</summary>
    CalendarConflict,
}

internal sealed class ProposalConfiguration : IEntityTypeConfiguration<Proposal>
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
