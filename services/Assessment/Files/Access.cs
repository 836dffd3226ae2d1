using Metropool.Assessment.Editions;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;

namespace Metropool.Assessment.Files;

/// <summary>What somebody is to an assessment file; it can be several things.</summary>
[Flags]
internal enum Relations
{
    None = 0,

    /// <summary>The file is about them.</summary>
    Participant = 1,

    /// <summary>Dean of the edition today, or a deputy.</summary>
    Dean = 2,

    /// <summary>Programme manager of the edition today, or a deputy.</summary>
    ProgrammeManager = 4,

    /// <summary>Project manager of the edition today, or a deputy.</summary>
    ProjectManager = 8,

    /// <summary>
    /// Trainer of the edition today, and booked as one for an interview with this participant, until it was held and they gave their feedback, 14 days after
    /// it at most.
    /// </summary>
    BookedTrainer = 16,
}

/// <summary>What there is to read about a participant.</summary>
internal enum Text
{
    /// <summary>Which chapters are in, when interviews are, whether there is a certificate.</summary>
    Overview,

    /// <summary>The table of requirements ("Waar sta ik?"), attendance included.</summary>
    Requirements,
    Logbook,
    LearningPlan,
    Challenge,
    Php,
    InterviewNotes,

    /// <summary>The certificate with its verification code.</summary>
    Certificate,
}

/// <summary>Who reads what (R46). An administrator's role opens nothing here, and an employer never reads anything.</summary>
internal static class Access
{
    /// <summary>How long after an interview its trainer reads at most (R46).</summary>
    private static readonly TimeSpan FeedbackPeriod = TimeSpan.FromDays(14);

    private const Relations WrittenTexts = Relations.Participant | Relations.Dean | Relations.ProgrammeManager | Relations.BookedTrainer;
    private const Relations Requirements = Relations.Participant | Relations.Dean | Relations.ProgrammeManager | Relations.ProjectManager;
    private const Relations Certificate = Relations.Participant | Relations.Dean | Relations.ProgrammeManager;
    private const Relations Overview = Requirements | Relations.BookedTrainer;

    /// <summary>
    /// The files that a caller has anything to do with: of the others it isn't even said that they exist. A seat in a panel is nothing without a role in the
    /// team today (ADR 26).
    /// </summary>
    public static IQueryable<AssessmentFile> RelatedTo(this IQueryable<AssessmentFile> files, IQueryable<Edition> editions, Caller caller, DateOnly today)
    {
        var (me, staff) = (caller.PersonId, caller.IsStaff);
        return files.Where(file => file.Participation != null && (
            file.Participation.PersonId == me
            || (staff && editions.Any(edition => edition.Id == file.Participation.EditionId
                && edition.Team.Any(member => member.PersonId == me && member.From <= today && (member.Until == null || member.Until >= today))))));
    }

    /// <summary>The files of an edition that one of its trainers of today reads, as a query: <see cref="ReadsAsTrainer"/> for a list.</summary>
    public static IQueryable<AssessmentFile> ReadByTrainer(this IQueryable<AssessmentFile> files, Guid trainerId, DateTimeOffset now)
    {
        var earliestEnd = now - FeedbackPeriod;
        return files.Where(file => file.Participation!.Status != ParticipationStatus.Ended && file.Interviews.Any(interview => interview.EndsAt > earliestEnd
            && ((interview.Status == InterviewStatus.Booked
                    && !file.Held.Any(held => held.InterviewId == interview.Id)
                    && interview.Panel.Any(seat => seat.PersonId == trainerId && seat.Part == TeamPart.Trainer))
                || file.Held.Any(held => held.InterviewId == interview.Id
                    && held.Panel.Any(seat => seat.PersonId == trainerId && seat.Part == TeamPart.Trainer && seat.Feedback == null)))));
    }

    /// <summary>What a caller is to a file.</summary>
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

        foreach (var part in edition?.PartsOf(me, ProgrammeClock.DayOf(now)) ?? [])
        {
            relations |= part.Part switch
            {
                TeamPart.Dean => Relations.Dean,
                TeamPart.ProgrammeManager => Relations.ProgrammeManager,
                TeamPart.ProjectManager => Relations.ProjectManager,
                TeamPart.Trainer when ReadsAsTrainer(file, me, now) => Relations.BookedTrainer,
                _ => Relations.None,
            };
        }

        return relations;
    }

    /// <summary>Whether somebody with these relations reads a text.</summary>
    public static bool MayRead(this Relations relations, Text text) => (relations & ReadersOf(text)) != Relations.None;

    /// <summary>
    /// A trainer reads from the booking until the interview was held and their own feedback is given (R46). The period ends also where neither is recorded,
    /// and where the interview was missed or cancelled. That they are a trainer today is asked besides.
    /// </summary>
    private static bool ReadsAsTrainer(AssessmentFile file, Guid trainerId, DateTimeOffset now) =>
        file.Participation is { Status: not ParticipationStatus.Ended } && file.Interviews.Any(interview => interview.EndsAt > now - FeedbackPeriod
            && (file.Held.FirstOrDefault(held => held.InterviewId == interview.Id) is { } held
                ? held.Panel.Any(seat => seat.PersonId == trainerId && seat is { Part: TeamPart.Trainer, Feedback: null })
                : interview.Status == InterviewStatus.Booked && interview.Panel.Any(seat => seat.PersonId == trainerId && seat.Part == TeamPart.Trainer)));

    private static Relations ReadersOf(Text text) => text switch
    {
        Text.Overview => Overview,
        Text.Requirements => Requirements,
        Text.Certificate => Certificate,
        _ => WrittenTexts,
    };
}
