using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>The person or organisation that performed an action. A deputy is marked as such (R5).</summary>
internal sealed record Actor
{
    /// <summary>Null for the system, and for an employer without an account.</summary>
    public Guid? PersonId { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Null for the candidate and the employer.</summary>
    public TeamRole? Role { get; init; }

    public bool Deputy { get; init; }

    /// <summary>No person: a date passed, the calendar changed, or it followed from another change.</summary>
    public static Actor System { get; } = new();

    public static Actor Candidate(Application application) => new() { PersonId = application.PersonId, DisplayName = application.DisplayName };

    /// <summary>The employer, through a contact, a client or a mailed link.</summary>
    public static Actor Employer(EmployerAgreement agreement, Guid? personId) => new() { PersonId = personId, DisplayName = agreement.EmployerName };

    /// <summary>An employer without an account.</summary>
    public static Actor Employer(string name) => new() { DisplayName = name };

    public static Actor Of(TeamMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Role = member.Role, Deputy = member.Deputy };

    public static Actor Of(PanelSeat seat) =>
        new() { PersonId = seat.PersonId, DisplayName = seat.DisplayName, Role = seat.Role, Deputy = seat.Deputy };
}
