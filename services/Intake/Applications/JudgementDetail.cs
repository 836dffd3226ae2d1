using Metropool.Contracts.Intake;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>A conflict of interest.</summary>
/// <param name="PersonId">The team member.</param>
/// <param name="DisplayName">The name of the team member.</param>
/// <param name="DeclaredAt">When it was declared.</param>
internal sealed record ConflictDetail(Guid PersonId, string DisplayName, DateTimeOffset DeclaredAt);

/// <summary>A judgement.</summary>
/// <param name="JudgementId">The id of the judgement.</param>
/// <param name="LearningWishes">The judgement on the learning wishes.</param>
/// <param name="Motivation">The judgement on the motivation.</param>
/// <param name="Capacities">The judgement on the capacities.</param>
/// <param name="WrittenBy">The author.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="ConfirmedBy">The panel member who confirmed it; null until then, and for a separate judgement.</param>
/// <param name="FinalSince">When it was confirmed, or both separate judgements were written; null until then.</param>
internal sealed record JudgementDetail(
    Guid JudgementId,
    CriterionDetail LearningWishes,
    CriterionDetail Motivation,
    CriterionDetail Capacities,
    PanelMemberDetail WrittenBy,
    DateTimeOffset WrittenAt,
    PanelMemberDetail? ConfirmedBy,
    DateTimeOffset? FinalSince)
{
    public static JudgementDetail Of(Judgement judgement) => new(
        judgement.Id,
        CriterionDetail.Of(judgement.LearningWishes),
        CriterionDetail.Of(judgement.Motivation),
        CriterionDetail.Of(judgement.Capacities),
        new PanelMemberDetail(judgement.AuthorName, judgement.AuthorRole, judgement.AuthorDeputy),
        judgement.WrittenAt,
        judgement.ConfirmedBy is { DisplayName: { } name, Role: { } role } by ? new PanelMemberDetail(name, role, by.Deputy) : null,
        judgement.FinalSince);
}

/// <summary>The judgement on one criterion.</summary>
/// <param name="Fits">Whether it fits the programme.</param>
/// <param name="Note">The reason.</param>
internal sealed record CriterionDetail(bool Fits, string Note)
{
    public static CriterionDetail Of(Criterion criterion) => new(criterion.Fits, criterion.Note);
}

/// <summary>A decision.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Reason">The reason.</param>
/// <param name="By">The person who decided.</param>
/// <param name="At">When it was decided.</param>
/// <param name="ReviewedBy">For a rejection: the team members who can review it. Null for any other decision.</param>
internal sealed record DecisionDetail(
    DecisionOutcome Outcome, string Reason, PanelMemberDetail By, DateTimeOffset At, IReadOnlyList<PanelMemberDetail>? ReviewedBy)
{
    public static DecisionDetail? Of(Application application, Edition edition, DateOnly today)
    {
        if (application.Decision is not { } decision)
        {
            return null;
        }

        var reviewers = edition.ReviewersOf(decision, today).Where(member => !application.Conflicts.Include(member.PersonId));
        return new(
            decision.Outcome,
            decision.Reason,
            new PanelMemberDetail(decision.ByName, decision.Role, decision.Deputy),
            decision.At,
            application.Status == ApplicationStatus.Rejected ? [.. reviewers.Select(PanelMemberDetail.Of)] : null);
    }
}
