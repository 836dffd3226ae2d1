using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Editions;

/// <summary>Who may do what in an edition follows from the part that they hold in its team today (R5, R45); a deputy counts.</summary>
internal static class EditionAccess
{
    /// <summary>Dean and programme manager.</summary>
    public static TeamPart[] Leading { get; } = [TeamPart.Dean, TeamPart.ProgrammeManager];

    /// <summary>Those and the project manager, who sees to practical and logistic matters.</summary>
    public static TeamPart[] Organising { get; } = [.. Leading, TeamPart.ProjectManager];

    /// <summary>The whole team.</summary>
    public static TeamPart[] Everybody { get; } = [.. Organising, TeamPart.Trainer];

    /// <summary>Refuses a caller who holds none of the parts today.</summary>
    public static Refusal? Refuses(this Edition edition, Caller caller, DateOnly today, params ReadOnlySpan<TeamPart> parts) =>
        edition.Admits(caller, today, parts)
            ? null
            : Refusal.Forbidden("scheduling.part-needed", $"This is for {string.Join(", ", parts.ToArray().Select(PartNames.Of))} of this edition.");

    /// <summary>Refuses somebody who would act for the programme on their own participation: a deputy does (R5).</summary>
    public static Refusal? RefusesOwn(Caller caller, Guid personId) =>
        caller.PersonId == personId ? Refusal.Forbidden("scheduling.conflict-of-interest", "Nobody acts for the programme on their own participation: a deputy does (R5).") : null;

    /// <summary>Whether a caller holds one of the parts today.</summary>
    public static bool Admits(this Edition edition, Caller caller, DateOnly today, params ReadOnlySpan<TeamPart> parts) =>
        caller.IsStaff && caller.PersonId is { } person && edition.Holds(person, today, parts);

    /// <summary>An edition with its modules and its team.</summary>
    public static Task<Edition?> FindEditionAsync(this SchedulingDbContext db, Guid editionId, CancellationToken cancellationToken) =>
        db.Editions.Include(e => e.Modules).Include(e => e.Team).SingleOrDefaultAsync(e => e.Id == editionId, cancellationToken);

    public static Refusal Unknown() => Refusal.NotFound("scheduling.edition-unknown", "There is no such edition.");
}

/// <summary>The parts of a team in words.</summary>
internal static class PartNames
{
    public static string Of(TeamPart part) => part switch
    {
        TeamPart.Dean => "dean",
        TeamPart.ProgrammeManager => "programme manager",
        TeamPart.ProjectManager => "project manager",
        TeamPart.Trainer => "trainer",
        _ => "unknown part",
    };
}
