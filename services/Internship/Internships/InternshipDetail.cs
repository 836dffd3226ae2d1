using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Internship.Placements;
using Metropool.Internship.Reports;

namespace Metropool.Internship.Internships;

/// <summary>An internship.</summary>
/// <param name="Summary">The status and the main dates.</param>
/// <param name="Version">Increases with every change.</param>
/// <param name="Placement">The approved placement.</param>
/// <param name="Proposal">The placement that waits for the dean.</param>
/// <param name="Earlier">The placements that were returned or replaced, oldest first.</param>
/// <param name="LoggedWeeks">The weeks in which hours were logged; four are needed (R25).</param>
/// <param name="Missing">Everything that is missing for the completion of the internship.</param>
/// <param name="Presentation">The presentation, once it was recorded (R32).</param>
/// <param name="Extensions">The extensions of the report's due date; null if the caller can't read them.</param>
/// <param name="EmploymentHistory">The participant's former employers (R26); null if the caller can't read them.</param>
internal sealed record InternshipDetail(
    InternshipSummary Summary,
    long Version,
    PlacementDetail? Placement,
    PlacementDetail? Proposal,
    IReadOnlyList<PlacementDetail> Earlier,
    decimal LoggedWeeks,
    IReadOnlyList<Fault> Missing,
    PresentationDetail? Presentation,
    IReadOnlyList<ExtensionDetail>? Extensions,
    EmploymentHistoryDetail? EmploymentHistory) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static InternshipDetail Of(InternshipSummary summary, InternshipFile file, Reader reader, InternshipSettings settings) => new(
        summary,
        file.Version,
        file.ApprovedPlacement is { } approved ? PlacementDetail.Of(approved, reader, settings) : null,
        file.ProposedPlacement is { } proposed ? PlacementDetail.Of(proposed, reader, settings) : null,
        [
            .. file.Placements
                .Where(placement => placement.Status is PlacementStatus.Returned or PlacementStatus.Superseded)
                .OrderBy(placement => placement.Number)
                .Select(placement => PlacementDetail.Of(placement, reader, settings)),
        ],
        file.LoggedWeeks,
        file.MissingForCompletion(),
        file.PresentedAt is { } presentedAt && file.PresentationRecordedBy is { } by
            ? new PresentationDetail(presentedAt, file.PresentedElsewhere, ActorDetail.Of(by))
            : null,
        reader.ReadsTexts ? [.. file.Extensions.OrderBy(extension => extension.At).Select(ExtensionDetail.Of)] : null,
        reader.ReadsTexts ? EmploymentHistoryDetail.Of(file) : null);
}

/// <summary>A presentation (R32).</summary>
/// <param name="PresentedAt">When it was given.</param>
/// <param name="Elsewhere">True if it wasn't given at the internship meeting.</param>
/// <param name="RecordedBy">The member of the team who recorded it.</param>
internal sealed record PresentationDetail(DateTimeOffset PresentedAt, bool Elsewhere, ActorDetail RecordedBy);

/// <summary>An extension of the report's due date (R30).</summary>
internal sealed record ExtensionDetail(DateOnly PreviouslyDueOn, DateOnly DueOn, string Reason, ActorDetail By, DateTimeOffset At)
{
    public static ExtensionDetail Of(ReportExtension extension) =>
        new(extension.PreviouslyDueOn, extension.DueOn, extension.Reason, ActorDetail.Of(extension.By), extension.At);
}

/// <summary>The former employers of a participant, other than the employers in the participation (R26).</summary>
/// <param name="StatedAt">When the participant last stated it, UTC; null until then.</param>
/// <param name="FormerEmployers">The organisations.</param>
internal sealed record EmploymentHistoryDetail(DateTimeOffset? StatedAt, IReadOnlyList<FormerEmployerDetail> FormerEmployers)
{
    public static EmploymentHistoryDetail Of(InternshipFile file) =>
        new(file.EmploymentStatedAt, [.. file.FormerEmployers.OrderBy(e => e.Id).Select(e => new FormerEmployerDetail(e.Name, e.KvkNumber))]);
}

/// <summary>An organisation that a participant worked for.</summary>
internal sealed record FormerEmployerDetail(string Name, string? KvkNumber);

/// <summary>A member of the education team, with the role at the time of the action (R5).</summary>
internal sealed record ActorDetail(string DisplayName, TeamRole Role, bool Deputy)
{
    public static ActorDetail Of(Actor by) => new(by.DisplayName, by.Role, by.Deputy);
}
