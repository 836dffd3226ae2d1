using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship;

/// <summary>
/// Who can see what of an internship. Participants see their own. Members of the education team of its edition, deputies included, see what their roles allow
/// today. For all others it doesn't exist.
/// </summary>
internal static class Access
{
    public static readonly IReadOnlyList<TeamRole> Dean = [TeamRole.Dean];

    public static readonly IReadOnlyList<TeamRole> DeanOrProgrammeManager = [TeamRole.Dean, TeamRole.ProgrammeManager];

    /// <summary>How long after its end an interview lets its trainer read, even if it is never recorded as held (R46).</summary>
    private static readonly TimeSpan TrainerReadingPeriod = TimeSpan.FromDays(14);

    /// <summary>The internships of which the caller is the participant.</summary>
    public static IQueryable<InternshipFile> OwnedBy(this IQueryable<InternshipFile> files, Caller caller) =>
        files.Where(file => file.PersonId == caller.PersonId);

    /// <summary>The internships that the caller can see on a day. A role in the team counts for callers with the staff role only.</summary>
    public static IQueryable<InternshipFile> InternshipsVisibleTo(this InternshipDbContext db, Caller caller, DateOnly day)
    {
        var (me, staff) = (caller.PersonId, caller.IsStaff);
        return db.Internships.Where(file => file.PersonId == me
            || (staff && db.Editions.Any(edition => edition.Id == file.EditionId
                && edition.Team.Any(member => member.PersonId == me && member.From <= day && (member.Until == null || member.Until >= day)))));
    }

    /// <summary>What the caller can read of an internship; null if it isn't visible to the caller.</summary>
    public static async Task<Reader?> ReaderAsync(
        this InternshipDbContext db, Guid id, Caller caller, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = ProgrammeClock.DayOf(now);
        var file = await db.InternshipsVisibleTo(caller, today).AsNoTracking().SingleOrDefaultAsync(file => file.Id == id, cancellationToken);
        if (file is null || file.PersonId == caller.PersonId)
        {
            return file is null ? null : new Reader { IsParticipant = true };
        }

        var me = caller.PersonId!.Value;
        var edition = await db.Editions.AsNoTracking().SingleAsync(edition => edition.Id == file.EditionId, cancellationToken);
        var earliestEnd = now - TrainerReadingPeriod;
        var isBooked = await db.Interviews.AnyAsync(
            interview => interview.ParticipationId == file.ParticipationId
                && interview.Status == InterviewStatus.Booked
                && interview.EndsAt > earliestEnd
                && interview.Trainers.Contains(me)
                && !db.Assessments.Any(assessment => assessment.ParticipationId == file.ParticipationId && assessment.InterviewsHeld.Contains(interview.Id)),
            cancellationToken);
        return new Reader { Roles = edition.RolesOf(me, today).Select(member => member.Role).ToHashSet(), IsBookedTrainer = isBooked };
    }
}

/// <summary>What a caller can read of an internship.</summary>
internal sealed record Reader
{
    public bool IsParticipant { get; init; }

    /// <summary>The caller's roles today in the education team of the internship's edition.</summary>
    public IReadOnlySet<TeamRole> Roles { get; init; } = new HashSet<TeamRole>();

    /// <summary>Whether the caller is booked for an interview with the participant, until it is held, and for at most 14 days after it (R46).</summary>
    public bool IsBookedTrainer { get; init; }

    /// <summary>Motivation, learning goals and reasons: read by the participant, the dean and the programme manager (R46).</summary>
    public bool ReadsTexts => IsParticipant || Roles.Overlaps(Access.DeanOrProgrammeManager);

    /// <summary>Practical matters: also read by the project manager, who helps with them (R45).</summary>
    public bool ReadsPracticalMatters => ReadsTexts || Roles.Contains(TeamRole.ProjectManager);

    /// <summary>Part 1 of the report, the research (R30): read by the whole team unless it is confidential.</summary>
    public bool ReadsResearch(bool confidential) => ReadsTexts || (!confidential && Roles.Count > 0);

    /// <summary>Part 2 of the report, the reflection (R30, R46): also read by the booked trainer unless it is confidential.</summary>
    public bool ReadsReflection(bool confidential) => ReadsTexts || (!confidential && IsBookedTrainer && Roles.Contains(TeamRole.Trainer));
}
