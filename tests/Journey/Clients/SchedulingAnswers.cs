namespace Metropool.Journey.Clients;

/// <summary>Programme time as a service goes by it.</summary>
internal sealed record ProgrammeTimeNow(DateTimeOffset Now, long Version);

/// <summary>A move of programme time.</summary>
internal sealed record TimeMoved(long Version);

/// <summary>An edition.</summary>
internal sealed record EditionAnswer(Guid Id, long Version, string Name, string Status, IReadOnlyList<TeamAnswer> Team);

/// <summary>Somebody's part in the team of an edition.</summary>
internal sealed record TeamAnswer(Guid PersonId, string Part);

/// <summary>What the linter found in an edition.</summary>
internal sealed record FindingAnswer(string Code);

/// <summary>A day of a module.</summary>
internal sealed record ModuleDayAnswer(Guid Id, int ModuleNumber, DateOnly Date);

/// <summary>An interview in the calendar.</summary>
internal sealed record InterviewAnswer(Guid Id, string Status, Guid? ApplicationId, Guid? ParticipationId, DateTimeOffset StartsAt);

/// <summary>A participation.</summary>
internal sealed record ParticipationAnswer(Guid Id, Guid PersonId, string Status);

/// <summary>What an employer sees of one of its people.</summary>
internal sealed record EmployeeAnswer(Guid ParticipationId);

/// <summary>Whether somebody was there on a day.</summary>
internal sealed record Presence(Guid ParticipationId, bool Present);

/// <summary>How somebody stands with the attendance obligation.</summary>
internal sealed record AttendanceAnswer(string Standing, IReadOnlyList<AttendanceDay> Days);

/// <summary>Whether somebody was there on a day; null where that isn't recorded.</summary>
internal sealed record AttendanceDay(bool? Present);

/// <summary>Something that the system proposes and a person decides.</summary>
internal sealed record ProposalAnswer(Guid? ParticipationId);
