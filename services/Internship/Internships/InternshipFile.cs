using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Hours;
using Metropool.Internship.Placements;
using Metropool.Internship.Replicas;
using Metropool.Internship.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Internships;

/// <summary>
/// The internship of one participation. A decision is a method that changes the file and returns the event to publish, or refuses and changes nothing.
/// </summary>
internal sealed partial class InternshipFile
{
    private readonly List<FormerEmployer> _formerEmployers = [];
    private readonly List<Placement> _placements = [];
    private readonly List<LoggedDay> _days = [];

    private InternshipFile()
    {
    }

    public Guid Id { get; private init; }

    public Guid ParticipationId { get; private init; }

    public Guid PersonId { get; private init; }

    public Guid EditionId { get; private set; }

    /// <summary>Increases with every change, also with those that aren't published. The concurrency token.</summary>
    public long Version { get; private set; }

    public InternshipStatus Status { get; private set; }

    /// <summary>The status when the participation ended, to be restored if the end is withdrawn.</summary>
    public InternshipStatus? StatusBeforeEnd { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>When the published state last changed, UTC.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Opens the file of a participation.</summary>
    public static (InternshipFile File, InternshipChanged Event) Open(Participation participation, DateTimeOffset now)
    {
        var file = new InternshipFile
        {
            Id = Guid.CreateVersion7(),
            ParticipationId = participation.Id,
            PersonId = participation.PersonId,
            EditionId = participation.EditionId,
            Status = InternshipStatus.Open,
        };
        if (participation.Status == ParticipationStatus.Ended)
        {
            file.End();
        }

        return (file, file.Raise(InternshipChange.Updated, now));
    }

    /// <summary>Applies a transfer of the participation, its end, or the withdrawal of its end (R16).</summary>
    /// <returns>The event; null if nothing changes.</returns>
    public InternshipChanged? Apply(Participation participation, DateTimeOffset now)
    {
        var isTransferred = EditionId != participation.EditionId;
        EditionId = participation.EditionId;
        switch (participation.Status)
        {
            case ParticipationStatus.Ended when Status is not (InternshipStatus.Ended or InternshipStatus.Completed):
                End();
                return Raise(InternshipChange.Updated, now);
            case not ParticipationStatus.Ended when Status == InternshipStatus.Ended:
                (Status, StatusBeforeEnd) = (StatusBeforeEnd ?? InternshipStatus.Open, null);
                return Raise(InternshipChange.Updated, now);
            default:
                return isTransferred ? Raise(InternshipChange.Updated, now) : null;
        }
    }

    /// <summary>The public state, with what changed.</summary>
    public InternshipChanged State(InternshipChange change) => new()
    {
        InternshipId = Id,
        Change = change,
        Version = Version,
        OccurredAt = ChangedAt,
        ParticipationId = ParticipationId,
        PersonId = PersonId,
        EditionId = EditionId,
        Status = Status,
        LoggedMinutes = LoggedMinutes,
        ReportSubmittedAt = ReportSubmittedAt,
        PresentedAt = PresentedAt,
        CompletedAt = CompletedAt,
    };

    /// <summary>Everything that is missing for the completion (R25, R30). The presentation isn't part of it: the certificate requires that (R39).</summary>
    public IReadOnlyList<Fault> MissingForCompletion()
    {
        if (Status == InternshipStatus.Completed)
        {
            return [];
        }

        var missing = new List<Fault>();
        if (ApprovedPlacement is null)
        {
            missing.Add(new Fault("placement", "internship.not-approved", "A placement that the dean approved."));
        }

        missing.AddRange(MissingHours());
        if (ReportSubmittedAt is null)
        {
            missing.Add(new Fault("report", "internship.report-missing", "The report, with both parts."));
        }

        return missing;
    }

    private void End() => (StatusBeforeEnd, Status) = (Status, InternshipStatus.Ended);

    /// <summary>Records a change that isn't published.</summary>
    private void Touch() => Version++;

    private InternshipChanged Raise(InternshipChange change, DateTimeOffset now)
    {
        (Version, ChangedAt) = (Version + 1, now);
        return State(change);
    }

    /// <summary>Completes the internship once nothing is missing (R25, R30). Assessment includes the internship because of this event (R31).</summary>
    private InternshipChanged? CompleteIfDone(DateTimeOffset now)
    {
        if (Status != InternshipStatus.Started || MissingForCompletion().Count > 0)
        {
            return null;
        }

        (Status, CompletedAt) = (InternshipStatus.Completed, now);
        return Raise(InternshipChange.Completed, now);
    }

    private Refusal? RefuseIfClosed() => Status switch
    {
        InternshipStatus.Completed => Refusals.Completed,
        InternshipStatus.Ended => Refusals.Ended,
        _ => null,
    };

    private Refusal? RefuseUnlessStarted() => Status switch
    {
        InternshipStatus.Started or InternshipStatus.Completed => null,
        InternshipStatus.Ended => Refusals.Ended,
        _ => Refusals.NotStarted,
    };
}

internal sealed class InternshipFileConfiguration : IEntityTypeConfiguration<InternshipFile>
{
    public void Configure(EntityTypeBuilder<InternshipFile> builder)
    {
        const string fileId = "InternshipId";
        builder.ToTable("internships");
        builder.Property(file => file.Version).IsConcurrencyToken();
        builder.HasIndex(file => file.ParticipationId).IsUnique();
        builder.HasIndex(file => file.PersonId);
        builder.HasIndex(file => new { file.EditionId, file.Id });
        builder.Ignore(file => file.ProposedPlacement).Ignore(file => file.ApprovedPlacement);
        builder.ComplexProperty(file => file.PresentationRecordedBy);
        builder.HasOne<Participation>().WithOne().HasForeignKey<InternshipFile>(file => file.ParticipationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(file => file.Report).WithOne().HasForeignKey<Report>(report => report.InternshipId);
        builder.HasMany(file => file.Placements).WithOne().HasForeignKey(placement => placement.InternshipId);
        builder.HasMany(file => file.FormerEmployers).WithOne().HasForeignKey(fileId).IsRequired();
        builder.HasMany(file => file.Days).WithOne().HasForeignKey(fileId).IsRequired();
        builder.HasMany(file => file.Extensions).WithOne().HasForeignKey(fileId).IsRequired();
        builder.HasMany(file => file.Checklist).WithOne().HasForeignKey(fileId).IsRequired();
    }
}
