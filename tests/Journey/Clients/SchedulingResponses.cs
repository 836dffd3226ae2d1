namespace Metropool.Journey.Clients;

/// <summary>The programme time of a service.</summary>
internal sealed record ProgrammeTimeResponse(DateTimeOffset Now, long Version);

/// <summary>A move of programme time.</summary>
internal sealed record ProgrammeTimeMoveResponse(long Version);

/// <summary>An edition.</summary>
internal sealed record EditionResponse(Guid Id, long Version, string Name, string Status, IReadOnlyList<TeamResponse> Team);

/// <summary>A role that a person has in the team of an edition.</summary>
internal sealed record TeamResponse(Guid PersonId, string Role);

/// <summary>A finding in an edition.</summary>
internal sealed record FindingResponse(string Code);

/// <summary>A module day.</summary>
internal sealed record ModuleDayResponse(Guid Id, int ModuleNumber, DateOnly Date);

/// <summary>An interview.</summary>
internal sealed record InterviewResponse(Guid Id, string Status, Guid? ApplicationId, Guid? ParticipationId, DateTimeOffset StartsAt);

/// <summary>A participation.</summary>
internal sealed record ParticipationResponse(Guid Id, Guid PersonId, string Status);

/// <summary>A participation, as the employer sees it.</summary>
internal sealed record EmployeeResponse(Guid ParticipationId);

/// <summary>Whether a participant was present on a day.</summary>
internal sealed record Presence(Guid ParticipationId, bool Present);

/// <summary>The attendance of a participant.</summary>
internal sealed record AttendanceResponse(string Status, IReadOnlyList<AttendanceDay> Days);

/// <summary>The attendance on a day, or null if it is not recorded.</summary>
internal sealed record AttendanceDay(bool? Present);

/// <summary>A proposal on which a person decides.</summary>
internal sealed record ProposalResponse(Guid? ParticipationId);
