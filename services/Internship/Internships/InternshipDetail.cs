using Metropool.Http;
using Metropool.Internship.Placements;

namespace Metropool.Internship.Internships;

/// <summary>An internship.</summary>
/// <param name="Summary">Where it stands.</param>
/// <param name="Version">Rises with every change.</param>
/// <param name="Placement">The placement that the dean approved.</param>
/// <param name="Proposal">The placement that awaits the dean.</param>
/// <param name="Earlier">Placements that were given back or replaced, oldest first.</param>
/// <param name="LoggedWeeks">The weeks that the logged days prove; four are needed (R25).</param>
/// <param name="Missing">What stands between the participant and a completed internship, all of it.</param>
/// <param name="Presentation">The presentation, once it was recorded (R32).</param>
/// <param name="Extensions">When more time was given for the report, and why; null for who may not read it.</param>
/// <param name="EmploymentHistory">For whom the participant worked (R26); null for who may not read it.</param>
internal sealed record InternshipDetail(
    InternshipSummary Summary,
    long Version,
    PlacementView? Placement,
    PlacementView? Proposal,
    IReadOnlyList<PlacementView> Earlier,
    decimal LoggedWeeks,
    IReadOnlyList<Fault> Missing,
    PresentationView? Presentation,
    IReadOnlyList<ExtensionView>? Extensions,
    EmploymentHistoryView? EmploymentHistory) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static InternshipDetail Of(InternshipSummary summary, InternshipFile file, Reader reader, InternshipSettings settings) => new(
        summary,
        file.Version,
        file.ApprovedPlacement is { } approved ? PlacementView.Of(approved, reader, settings) : null,
        file.ProposedPlacement is { } proposed ? PlacementView.Of(proposed, reader, settings) : null,
        [.. file.Placements.Where(p => p.Status is PlacementStatus.Returned or PlacementStatus.Superseded).OrderBy(p => p.Number).Select(p => PlacementView.Of(p, reader, settings))],
        file.LoggedWeeks,
        file.Status == Contracts.Internship.InternshipStatus.Completed ? [] : file.MissingForCompletion(),
        file.PresentedAt is { } presentedAt && file.PresentationRecordedBy is { } by ? new PresentationView(presentedAt, file.PresentedElsewhere, ActorView.Of(by)) : null,
        reader.ReadsTexts ? [.. file.Extensions.OrderBy(e => e.At).Select(e => new ExtensionView(e.PreviouslyDueOn, e.DueOn, e.Reason, ActorView.Of(e.By), e.At))] : null,
        reader.ReadsTexts ? EmploymentHistoryView.Of(file) : null);
}

/// <summary>A presentation (R32).</summary>
/// <param name="PresentedAt">When it was given.</param>
/// <param name="Elsewhere">True where it wasn't at the internship meeting.</param>
/// <param name="RecordedBy">Who recorded it.</param>
internal sealed record PresentationView(DateTimeOffset PresentedAt, bool Elsewhere, ActorView RecordedBy);

/// <summary>More time for the report.</summary>
internal sealed record ExtensionView(DateOnly PreviouslyDueOn, DateOnly DueOn, string Reason, ActorView By, DateTimeOffset At);

/// <summary>For whom a participant worked, beside the employers that the participation knows.</summary>
/// <param name="StatedAt">When it was stated last; null while it wasn't.</param>
/// <param name="FormerEmployers">The organisations.</param>
internal sealed record EmploymentHistoryView(DateTimeOffset? StatedAt, IReadOnlyList<FormerEmployerView> FormerEmployers)
{
    public static EmploymentHistoryView Of(InternshipFile file) =>
        new(file.EmploymentStatedAt, [.. file.FormerEmployers.OrderBy(e => e.Id).Select(e => new FormerEmployerView(e.Name, e.KvkNumber))]);
}

/// <summary>An organisation that a participant worked for.</summary>
internal sealed record FormerEmployerView(string Name, string? KvkNumber);

/// <summary>Who did something, in which part; a deputy is named as one (R5).</summary>
internal sealed record ActorView(string DisplayName, Contracts.Scheduling.TeamPart Part, bool Deputy)
{
    public static ActorView Of(DecidedBy by) => new(by.DisplayName, by.Part, by.Deputy);
}
