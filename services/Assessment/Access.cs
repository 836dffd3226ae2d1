using Metropool.Assessment.Assessments;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment;

/// <summary>The relations of a caller to an assessment file. A caller can have several.</summary>
[Flags]
internal enum Relations
{
    None = 0,

    /// <summary>The participant.</summary>
    Participant = 1,

    /// <summary>Dean of the edition today, or a deputy.</summary>
    Dean = 2,

    /// <summary>Programme manager of the edition today, or a deputy.</summary>
    ProgrammeManager = 4,

    /// <summary>Project manager of the edition today, or a deputy.</summary>
    ProjectManager = 8,

    /// <summary>
    /// Trainer of the edition today, and booked for an interview with the participant, until the interview was held and the trainer gave feedback, and for at
    /// most 14 days after it.
    /// </summary>
    BookedTrainer = 16,
}

/// <summary>The parts of an assessment file that have readers of their own.</summary>
internal enum Text
{
    /// <summary>The status and the dates of chapters, interviews and certificate.</summary>
    Overview,

    /// <summary>The table of requirements ("Waar sta ik?"), with the attendance.</summary>
    Requirements,
    Logbook,
    LearningPlan,
    Challenge,
    Php,
    InterviewNotes,

    /// <summary>The certificate with its verification code.</summary>
    Certificate,
}

/// <summary>Who can read what (R46). The administrator's role gives no access here, and an employer can read nothing.</summary>
internal static class Access
{
    /// <summary>How long after its end an interview lets its trainer read (R46).</summary>
    private static readonly TimeSpan FeedbackPeriod = TimeSpan.FromDays(14);

    private const Relations WrittenTexts = Relations.Participant | Relations.Dean | Relations.ProgrammeManager | Relations.BookedTrainer;
    private const Relations Requirements = Relations.Participant | Relations.Dean | Relations.ProgrammeManager | Relations.ProjectManager;
    private const Relations Certificate = Relations.Participant | Relations.Dean | Relations.ProgrammeManager;
    private const Relations Overview = Requirements | Relations.BookedTrainer;

    /// <summary>The files of which the caller is the participant.</summary>
    public static IQueryable<AssessmentFile> OwnedBy(this IQueryable<AssessmentFile> files, Caller caller) =>
        files.Where(file => file.Participation!.PersonId == caller.PersonId);

    /// <summary>
    /// The files that the caller can see on a day. A role in the team counts for callers with the staff role only; a seat on a panel counts for nothing
    /// without a role in the team (ADR 26).
    /// </summary>
    public static IQueryable<AssessmentFile> AssessmentsVisibleTo(this AssessmentDbContext db, Caller caller, DateOnly day)
    {
        var (me, staff) = (caller.PersonId, caller.IsStaff);
        return db.Assessments.Where(file => file.Participation != null && (
            file.Participation.PersonId == me
            || (staff && db.Editions.Any(edition => edition.Id == file.Participation.EditionId
                && edition.Team.Any(member => member.PersonId == me && member.From <= day && (member.Until == null || member.Until >= day))))));
    }

    /// <summary>The files of an edition that one of its trainers can read: the query for <see cref="IsBookedTrainer"/>.</summary>
    public static IQueryable<AssessmentFile> ReadableByTrainer(this IQueryable<AssessmentFile> files, Guid trainerId, DateTimeOffset now)
    {
        var earliestEnd = now - FeedbackPeriod;
        return files.Where(file => file.Participation!.Status != ParticipationStatus.Ended && file.Interviews.Any(interview => interview.EndsAt > earliestEnd
            && ((interview.Status == InterviewStatus.Booked
                    && !file.Held.Any(held => held.InterviewId == interview.Id)
                    && interview.Panel.Any(seat => seat.PersonId == trainerId && seat.Role == TeamRole.Trainer))
                || file.Held.Any(held => held.InterviewId == interview.Id
                    && held.Panel.Any(seat => seat.PersonId == trainerId && seat.Role == TeamRole.Trainer && seat.Feedback == null)))));
    }

    /// <summary>Loads a file for reading: 404 if it isn't visible to the caller, 403 if the caller can't read the text (R46).</summary>
    /// <param name="db">The database.</param>
    /// <param name="id">The assessment file.</param>
    /// <param name="text">The text to be read.</param>
    /// <param name="texts">The versions of the texts to load.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="clock">Programme time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Outcome<ReadableFile>> ReadAsync(
        this AssessmentDbContext db, Guid id, Text text, Texts texts, Caller caller, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var visible = db.AssessmentsVisibleTo(caller, ProgrammeClock.DayOf(now)).AsNoTracking().WithParts().WithTexts(texts);
        if (await visible.SingleOrDefaultAsync(file => file.Id == id, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown;
        }

        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(edition => edition.Id == file.Participation!.EditionId, cancellationToken);
        var relations = RelationsTo(file, edition, caller, now);
        return relations.CanRead(text) ? new ReadableFile(file, edition, relations) : Refusals.TextForbidden(text);
    }

    public static Relations RelationsTo(AssessmentFile file, Edition? edition, Caller caller, DateTimeOffset now)
    {
        if (caller.PersonId is not { } me)
        {
            return Relations.None;
        }

        var relations = file.IsAbout(me) ? Relations.Participant : Relations.None;
        if (!caller.IsStaff)
        {
            return relations;
        }

        foreach (var member in edition?.RolesOf(me, ProgrammeClock.DayOf(now)) ?? [])
        {
            relations |= member.Role switch
            {
                TeamRole.Dean => Relations.Dean,
                TeamRole.ProgrammeManager => Relations.ProgrammeManager,
                TeamRole.ProjectManager => Relations.ProjectManager,
                TeamRole.Trainer when IsBookedTrainer(file, me, now) => Relations.BookedTrainer,
                _ => Relations.None,
            };
        }

        return relations;
    }

    public static bool CanRead(this Relations relations, Text text) => (relations & ReadersOf(text)) != Relations.None;

    /// <summary>
    /// A trainer can read from the booking until the interview was held and the trainer gave feedback (R46). The period also ends if neither is recorded,
    /// and if the interview was missed or cancelled. The caller checks that the person is a trainer today.
    /// </summary>
    private static bool IsBookedTrainer(AssessmentFile file, Guid trainerId, DateTimeOffset now) =>
        file.Participation is { Status: not ParticipationStatus.Ended } && file.Interviews.Any(interview => interview.EndsAt > now - FeedbackPeriod
            && (file.Held.FirstOrDefault(held => held.InterviewId == interview.Id) is { } held
                ? held.Panel.Any(seat => seat.PersonId == trainerId && seat is { Role: TeamRole.Trainer, Feedback: null })
                : interview.Status == InterviewStatus.Booked && interview.Panel.Any(seat => seat.PersonId == trainerId && seat.Role == TeamRole.Trainer)));

    private static Relations ReadersOf(Text text) => text switch
    {
        Text.Overview => Overview,
        Text.Requirements => Requirements,
        Text.Certificate => Certificate,
        _ => WrittenTexts,
    };
}

/// <summary>An assessment file that the caller can read, and the caller's relations to it.</summary>
internal sealed record ReadableFile(AssessmentFile File, Edition? Edition, Relations Relations);
