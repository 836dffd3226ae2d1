using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Copies;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>
/// Who may do what with an internship. A participant finds their own; the education team of its edition, as it is today and deputies included,
/// does what its parts allow. For anybody else it isn't there.
/// </summary>
internal static class Access
{
    /// <summary>The dean alone.</summary>
    public static readonly IReadOnlyList<TeamPart> Dean = [TeamPart.Dean];

    /// <summary>How long after an interview its trainer reads at most, also where it is never recorded as held (R46).</summary>
    private static readonly TimeSpan TrainerReadsAtMost = TimeSpan.FromDays(14);

    /// <summary>Dean and programme manager: they read what participants write (R30, R46).</summary>
    public static readonly IReadOnlyList<TeamPart> Leads = [TeamPart.Dean, TeamPart.ProgrammeManager];

    public static Refusal OwnFile { get; } = Refusal.Forbidden("internship.own-file", "Nobody acts for the programme on their own internship: a deputy does (R5).");

    public static Refusal NotFound { get; } = Refusal.NotFound("internship.not-found", "There is no such internship for you.");

    /// <summary>The internships that are the caller's own.</summary>
    public static IQueryable<InternshipFile> OwnedBy(this IQueryable<InternshipFile> files, Caller caller) => files.Where(file => file.PersonId == caller.PersonId);

    /// <summary>An internship with what decisions about placement and hours need; the report only where it is asked for.</summary>
    public static IQueryable<InternshipFile> Whole(this IQueryable<InternshipFile> files) => files
        .Include(file => file.Placements).Include(file => file.FormerEmployers).Include(file => file.Days).Include(file => file.Extensions)
        .AsSplitQuery();

    /// <summary>The participation that an internship is part of, to read.</summary>
    public static Task<Participation> ParticipationOfAsync(this InternshipDbContext db, InternshipFile file, CancellationToken cancellationToken) =>
        db.Participations.AsNoTracking().AsSplitQuery().SingleAsync(participation => participation.Id == file.ParticipationId, cancellationToken);

    /// <summary>The part in which the caller may act on an internship: the first of those asked for that they hold today in its edition.</summary>
    public static async Task<Outcome<TeamMember>> ActsAsAsync(
        this InternshipDbContext db, Guid internshipId, Caller caller, ProgrammeClock clock, IReadOnlyList<TeamPart> parts, CancellationToken cancellationToken)
    {
        var held = await db.PartsTodayAsync(internshipId, caller, clock, cancellationToken);
        if (held.Count == 0)
        {
            return NotFound;
        }

        if (await db.Internships.OwnedBy(caller).AnyAsync(file => file.Id == internshipId, cancellationToken))
        {
            return OwnFile;
        }

        return parts.Select(part => held.Find(member => member.Part == part)).FirstOrDefault(member => member is not null) is { } member
            ? member
            : Refusal.Forbidden("internship.part-needed", $"This is for the {string.Join(" or the ", parts.Select(NameOf))} of the edition.");
    }

    /// <summary>As whom the caller reads an internship; null where it isn't there for them.</summary>
    public static async Task<Reader?> ReaderAsync(this InternshipDbContext db, Guid internshipId, Caller caller, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).AnyAsync(file => file.Id == internshipId, cancellationToken))
        {
            return new Reader { IsParticipant = true };
        }

        var held = await db.PartsTodayAsync(internshipId, caller, clock, cancellationToken);
        if (held.Count == 0)
        {
            return null;
        }

        var earliestEnd = clock.GetUtcNow() - TrainerReadsAtMost;
        var booked = await (
            from file in db.Internships
            from interview in db.Interviews.Where(interview => interview.ParticipationId == file.ParticipationId)
            where file.Id == internshipId
                && interview.Status == InterviewStatus.Booked
                && interview.EndsAt > earliestEnd
                && interview.Trainers.Contains(caller.PersonId!.Value)
                && !db.Assessments.Any(assessment => assessment.ParticipationId == file.ParticipationId && assessment.InterviewsHeld.Contains(interview.Id))
            select interview.Id).AnyAsync(cancellationToken);
        return new Reader { Parts = held.Select(member => member.Part).ToHashSet(), IsBookedTrainer = booked };
    }

    /// <summary>Who holds a part in an education team on a day.</summary>
    public static IQueryable<TeamMember> HeldBy(this IQueryable<TeamMember> team, Caller caller, DateOnly today) =>
        team.Where(member => member.PersonId == caller.PersonId && member.From <= today && (member.Until == null || member.Until >= today));

    /// <summary>The parts that the caller holds today in the edition of an internship. Without the role of staff nobody holds one.</summary>
    private static Task<List<TeamMember>> PartsTodayAsync(
        this InternshipDbContext db, Guid internshipId, Caller caller, ProgrammeClock clock, CancellationToken cancellationToken) => (
            from file in db.Internships
            join member in db.TeamMembers.HeldBy(caller, clock.Today) on file.EditionId equals member.EditionId
            where file.Id == internshipId && caller.IsStaff
            orderby member.Deputy
            select member).AsNoTracking().ToListAsync(cancellationToken);

    private static string NameOf(TeamPart part) => part switch
    {
        TeamPart.Dean => "dean",
        TeamPart.ProgrammeManager => "programme manager",
        TeamPart.ProjectManager => "project manager",
        _ => "trainer",
    };
}

/// <summary>As whom somebody reads an internship.</summary>
internal sealed record Reader
{
    public bool IsParticipant { get; init; }

    /// <summary>The parts held today in the education team of the internship's edition.</summary>
    public IReadOnlySet<TeamPart> Parts { get; init; } = new HashSet<TeamPart>();

    /// <summary>The trainer booked for this participant, until that interview is held, 14 days after it at most (R46).</summary>
    public bool IsBookedTrainer { get; init; }

    /// <summary>Dean or programme manager.</summary>
    public bool Leads => Parts.Overlaps(Access.Leads);

    public bool IsInTeam => Parts.Count > 0;

    /// <summary>The participant, the dean and the programme manager read motivation, learning goals and reasons (R46).</summary>
    public bool ReadsTexts => IsParticipant || Leads;

    /// <summary>The project manager helps with practical matters (R45).</summary>
    public bool ReadsPracticalMatters => ReadsTexts || Parts.Contains(TeamPart.ProjectManager);

    /// <summary>Who reads part 1 of the report (R30): a confidential one is for dean and programme manager alone.</summary>
    public bool ReadsResearch(bool confidential) => ReadsTexts || (!confidential && IsInTeam);

    /// <summary>Who reads part 2, the reflection (R30, R46).</summary>
    public bool ReadsReflection(bool confidential) => ReadsTexts || (!confidential && IsBookedTrainer && Parts.Contains(TeamPart.Trainer));
}
