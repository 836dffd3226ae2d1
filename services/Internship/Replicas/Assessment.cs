using Metropool.Contracts.Assessment;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Replicas;

/// <summary>The replica of an assessment: whether it includes the internship (R31), and which interviews were held (R46). Assessment owns it.</summary>
internal sealed class Assessment(Guid id)
{
    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public Guid ParticipationId { get; private set; }

    public Guid? InternshipId { get; private set; }

    public List<Guid> InterviewsHeld { get; private set; } = [];

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(AssessmentChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, ParticipationId, InternshipId) = (state.Version, state.ParticipationId, state.InternshipId);
        InterviewsHeld = [.. state.InterviewsHeld];
        return true;
    }
}

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("assessments");
        builder.Property(assessment => assessment.Version).IsConcurrencyToken();
        builder.HasIndex(assessment => assessment.ParticipationId);
    }
}
