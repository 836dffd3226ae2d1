using Metropool.Contracts.Assessment;

namespace Metropool.Internship.Copies;

/// <summary>What Internship knows of an assessment: whether the internship has been taken over (R31) and which interviews were held (R46). Assessment owns it.</summary>
internal sealed class Assessment
{
    private Assessment()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid ParticipationId { get; private set; }

    public Guid? InternshipId { get; private set; }

    public List<Guid> InterviewsHeld { get; private set; } = [];

    public static Assessment From(AssessmentChanged changed)
    {
        var assessment = new Assessment { Id = changed.AssessmentId };
        assessment.Apply(changed);
        return assessment;
    }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public bool Apply(AssessmentChanged changed)
    {
        if (changed.Version <= Version)
        {
            return false;
        }

        (Version, ParticipationId, InternshipId) = (changed.Version, changed.ParticipationId, changed.InternshipId);
        InterviewsHeld = [.. changed.InterviewsHeld];
        return true;
    }
}
