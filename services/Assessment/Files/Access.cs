using Metropool.Assessment.Editions;
using Metropool.Contracts.Scheduling;
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

    /// <summary>Booked as a trainer for an interview with this participant that is still to be held.</summary>
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
    private const Relations WrittenTexts = Relations.Participant | Relations.Dean | Relations.ProgrammeManager | Relations.BookedTrainer;
    private const Relations Requirements = Relations.Participant | Relations.Dean | Relations.ProgrammeManager | Relations.ProjectManager;
    private const Relations Certificate = Relations.Participant | Relations.Dean | Relations.ProgrammeManager;
    private const Relations Overview = Requirements | Relations.BookedTrainer;

    /// <summary>The files that a caller has anything to do with: of the others it isn't even said that they exist.</summary>
    public static IQueryable<AssessmentFile> RelatedTo(this IQueryable<AssessmentFile> files, IQueryable<Edition> editions, Caller caller, DateOnly today)
    {
        var (me, staff) = (caller.PersonId, caller.IsStaff);
        return files.Where(file => file.Participation != null && (
            file.Participation.PersonId == me
            || (staff && editions.Any(edition => edition.Id == file.Participation.EditionId
                && edition.Team.Any(member => member.PersonId == me && member.From <= today && (member.Until == null || member.Until >= today))))
            || (staff && file.Interviews.Any(interview => interview.Status != InterviewStatus.Cancelled && interview.Panel.Any(seat => seat.PersonId == me)))));
    }

    /// <summary>What a caller is to a file.</summary>
    public static Relations RelationsTo(AssessmentFile file, Edition? edition, Caller caller, DateOnly today)
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

        foreach (var part in edition?.PartsOf(me, today) ?? [])
        {
            relations |= part.Part switch
            {
                TeamPart.Dean => Relations.Dean,
                TeamPart.ProgrammeManager => Relations.ProgrammeManager,
                TeamPart.ProjectManager => Relations.ProjectManager,
                _ => Relations.None,
            };
        }

        var booked = file.Participation?.Status != ParticipationStatus.Ended && file.Interviews.Any(interview =>
            interview.Status == InterviewStatus.Booked
            && file.Held.All(held => held.InterviewId != interview.Id)
            && interview.Panel.Any(seat => seat.PersonId == me && seat.Part == TeamPart.Trainer));
        return booked ? relations | Relations.BookedTrainer : relations;
    }

    /// <summary>Whether somebody with these relations reads a text.</summary>
    public static bool MayRead(this Relations relations, Text text) => (relations & ReadersOf(text)) != Relations.None;

    private static Relations ReadersOf(Text text) => text switch
    {
        Text.Overview => Overview,
        Text.Requirements => Requirements,
        Text.Certificate => Certificate,
        _ => WrittenTexts,
    };
}
