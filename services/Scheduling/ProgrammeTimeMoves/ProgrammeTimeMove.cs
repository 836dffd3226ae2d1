namespace Metropool.Scheduling.ProgrammeTimeMoves;

/// <summary>Who moved programme time, when and why: kept for as long as the database.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Version">The version of programme time that it made.</param>
/// <param name="MovedBy">Who moved it.</param>
/// <param name="MovedAt">When, in system time.</param>
/// <param name="From">Programme time before.</param>
/// <param name="To">Programme time after.</param>
/// <param name="Offset">What is added to system time from then on.</param>
/// <param name="Reason">Why.</param>
internal sealed record ProgrammeTimeMove(
    Guid Id, long Version, Guid MovedBy, DateTimeOffset MovedAt, DateTimeOffset From, DateTimeOffset To, TimeSpan Offset, string Reason);
