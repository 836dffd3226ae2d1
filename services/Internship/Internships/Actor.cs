using Metropool.Contracts.Scheduling;
using Metropool.Internship.Replicas;

namespace Metropool.Internship.Internships;

/// <summary>The member of the education team who did something, with the name and the role at that time.</summary>
internal sealed class Actor
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }

    public static Actor Of(TeamMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Role = member.Role, Deputy = member.Deputy };
}
