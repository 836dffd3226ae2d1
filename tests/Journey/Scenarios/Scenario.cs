using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;
using Metropool.Journey.Steps;

namespace Metropool.Journey.Scenarios;

/// <summary>The persons, groups and dates of a journey.</summary>
internal sealed record Scenario(
    Calendar Calendar, ProgrammeTimeClient Time, Session Administrator, IReadOnlyList<Employer> Employers, IReadOnlyList<Cohort> Cohorts)
{
    /// <summary>The participants of all editions who get a certificate.</summary>
    public IReadOnlyList<Participant> Participants => [.. Cohorts.SelectMany(cohort => cohort.Participants)];

    /// <summary>The persons who apply without a nomination.</summary>
    public IReadOnlyList<Participant> Candidates => [.. Cohorts.SelectMany(cohort => cohort.Candidates)];

    /// <summary>The replacements of every group that has them.</summary>
    public IReadOnlyList<Replacements> Replacements => [.. Cohorts.Select(cohort => cohort.Replacements).OfType<Replacements>()];

    /// <summary>The participants and absentees of all editions.</summary>
    public IReadOnlyList<Participant> Enrolled => [.. Cohorts.SelectMany(cohort => cohort.Enrolled)];
}

/// <summary>A municipality with its contact and its client.</summary>
internal sealed record Employer(Guid OrganisationId, string Name, PersonSession Contact, ClientSession Client) : IStepTarget
{
    public bool HasFailed { get; private set; }

    public void MarkFailed() => HasFailed = true;
}
