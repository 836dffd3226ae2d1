using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Journey.Play;

/// <summary>Everybody who takes part, and the time that they live in.</summary>
internal sealed record World(Calendar Calendar, ProgrammeTime Time, Session Administrator, IReadOnlyList<Employer> Employers, IReadOnlyList<Cohort> Cohorts)
{
    /// <summary>Those who will reach the certificate, of all editions.</summary>
    public IReadOnlyList<Participant> Participants => [.. Cohorts.SelectMany(cohort => cohort.Participants)];

    /// <summary>Everybody who applies by themselves.</summary>
    public IReadOnlyList<Participant> Candidates => [.. Cohorts.SelectMany(cohort => cohort.Candidates)];

    /// <summary>Who withdraws, and who comes instead.</summary>
    public IReadOnlyList<Turns> Turns => [.. Cohorts.Select(cohort => cohort.Turns).OfType<Turns>()];

    /// <summary>Everybody who takes part.</summary>
    public IReadOnlyList<Participant> Everybody => [.. Cohorts.SelectMany(cohort => cohort.Everybody)];
}

/// <summary>A municipality: the person who speaks for it, and its machine client.</summary>
internal sealed record Employer(Guid OrganisationId, string Name, PersonSession Contact, ClientSession Machine) : ITraveller
{
    public bool IsLeftBehind { get; private set; }

    public void LeaveBehind() => IsLeftBehind = true;
}
