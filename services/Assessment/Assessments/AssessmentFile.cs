using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Replicas;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Assessments;

/// <summary>
/// The assessment file of one participation: the participant's texts, the interviews, the data of other services, and the certificate.
/// The first event about the participation creates it. Until <c>ParticipationChanged</c> has arrived, it isn't visible.
/// </summary>
/// <remarks>A file is changed under its row lock (<see cref="AssessmentStore"/>), so that two events at the same moment see each other's change.</remarks>
internal sealed partial class AssessmentFile
{
    private readonly List<Interview> _interviews = [];
    private readonly List<HeldInterview> _held = [];
    private readonly List<Chapter> _chapters = [];
    private readonly List<Page> _pages = [];
    private readonly List<Certificate> _certificates = [];

    public required Guid Id { get; init; }

    public required Guid ParticipationId { get; init; }

    /// <summary>The version of the published state.</summary>
    public long Version { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>When the completed internship became part of this file, UTC (R31).</summary>
    public DateTimeOffset? InternshipIncludedAt { get; private set; }

    /// <summary>Whether every requirement of the certificate was met at the last evaluation (R39).</summary>
    public bool AllRequirementsMet { get; private set; }

    public Participation? Participation { get; private set; }

    public Attendance? Attendance { get; private set; }

    public Replicas.Internship? Internship { get; private set; }

    /// <summary>The development and final interviews in the calendar.</summary>
    public IReadOnlyList<Interview> Interviews => _interviews;

    /// <summary>The interviews that were held.</summary>
    public IReadOnlyList<HeldInterview> Held => _held;

    public IReadOnlyList<Chapter> Chapters => _chapters;

    public IReadOnlyList<Page> Pages => _pages;

    public IReadOnlyList<Certificate> Certificates => _certificates;

    /// <summary>The valid certificate, or else the one that was revoked last.</summary>
    public Certificate? Certificate => _certificates.OrderBy(certificate => certificate.IsValid).ThenBy(certificate => certificate.RevokedAt).LastOrDefault();

    /// <summary>The modules that the attendance status of the current edition takes into account (R16, R18).</summary>
    public IReadOnlyList<int> EvaluatedModules =>
        Attendance is { } attendance && attendance.EditionId == Participation?.EditionId ? attendance.EvaluatedModules : [];

    /// <summary>Whether a person is the participant.</summary>
    public bool IsAbout(Guid personId) => Participation?.PersonId == personId;

    /// <returns>The event, if the file was created or transferred to another edition.</returns>
    public AssessmentChanged? Apply(ParticipationChanged state, DateTimeOffset now)
    {
        var before = Participation is { } known ? (known.PersonId, known.EditionId) : default;
        Participation ??= new Participation(Id);
        return Participation.Apply(state) && before != (Participation.PersonId, Participation.EditionId) ? Raise(AssessmentChange.Updated, now) : null;
    }

    public void Apply(AttendanceChanged state) => (Attendance ??= new Attendance(Id)).Apply(state);

    public void Apply(InternshipChanged state) => (Internship ??= new Replicas.Internship(Id)).Apply(state);

    public void Apply(InterviewChanged state)
    {
        var interview = _interviews.SingleOrDefault(i => i.Id == state.InterviewId);
        if (interview is null)
        {
            interview = new Interview(state.InterviewId, Id);
            _interviews.Add(interview);
        }

        interview.Apply(state);
    }

    /// <summary>Includes the completed internship (R31), and evaluates the requirements of the certificate (R39).</summary>
    /// <returns>The events to publish, oldest first.</returns>
    public IReadOnlyList<AssessmentChanged> Reevaluate(EditionProgress edition, DateTimeOffset now)
    {
        var events = new List<AssessmentChanged>();
        if (Participation is null)
        {
            return events;
        }

        var isCompleted = Internship?.CompletedAt is not null;
        if (isCompleted != InternshipIncludedAt is not null)
        {
            InternshipIncludedAt = isCompleted ? now : null;
            events.Add(Raise(isCompleted ? AssessmentChange.InternshipIncluded : AssessmentChange.Updated, now));
        }

        var met = RequirementTable.Of(this, edition).All(requirement => requirement.Met);
        if (met != AllRequirementsMet)
        {
            AllRequirementsMet = met;
            events.Add(Raise(met ? AssessmentChange.RequirementsMet : AssessmentChange.Updated, now));
        }

        return events;
    }

    /// <summary>The public state, with what changed. The participation must be known.</summary>
    public AssessmentChanged State(AssessmentChange change)
    {
        var participation = Participation ?? throw new InvalidOperationException("A placeholder has no public state.");
        return new()
        {
            AssessmentId = Id,
            Change = change,
            Version = Version,
            OccurredAt = ChangedAt ?? default,
            ParticipationId = ParticipationId,
            PersonId = participation.PersonId,
            EditionId = participation.EditionId,
            ChaptersSubmitted = [.. _chapters.Select(chapter => chapter.ModuleNumber).Order()],
            InterviewsHeld = [.. _held.OrderBy(held => held.StartsAt).ThenBy(held => held.InterviewId).Select(held => held.InterviewId)],
            InternshipId = InternshipIncludedAt is null ? null : Internship?.InternshipId,
            AllRequirementsMet = AllRequirementsMet,
            CertificateId = Certificate?.Id,
            CertificateIssuedAt = Certificate?.IssuedAt,
            CertificateRevokedAt = Certificate?.RevokedAt,
        };
    }

    private AssessmentChanged Raise(AssessmentChange change, DateTimeOffset now)
    {
        Version++;
        ChangedAt = now;
        return State(change);
    }
}

internal sealed class AssessmentFileConfiguration : IEntityTypeConfiguration<AssessmentFile>
{
    public void Configure(EntityTypeBuilder<AssessmentFile> builder)
    {
        builder.ToTable("assessment_files");
        builder.Property(file => file.Id).ValueGeneratedNever();
        builder.Property(file => file.Version).IsConcurrencyToken();
        builder.HasIndex(file => file.ParticipationId).IsUnique();
        builder.Ignore(file => file.Certificate);
        builder.Ignore(file => file.EvaluatedModules);
        builder.HasOne(file => file.Participation).WithOne().HasForeignKey<Participation>(participation => participation.FileId);
        builder.HasOne(file => file.Attendance).WithOne().HasForeignKey<Attendance>(attendance => attendance.FileId);
        builder.HasOne(file => file.Internship).WithOne().HasForeignKey<Replicas.Internship>(internship => internship.FileId);
        builder.HasMany(file => file.Interviews).WithOne().HasForeignKey(interview => interview.FileId);
        builder.HasMany(file => file.Held).WithOne().HasForeignKey(held => held.FileId);
        builder.HasMany(file => file.Chapters).WithOne().HasForeignKey(chapter => chapter.FileId);
        builder.HasMany(file => file.Pages).WithOne().HasForeignKey(page => page.FileId);
        builder.HasMany(file => file.Certificates).WithOne().HasForeignKey(certificate => certificate.FileId);
    }
}
