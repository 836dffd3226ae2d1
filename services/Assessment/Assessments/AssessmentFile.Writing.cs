using Metropool.Assessment.Editions;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment.Assessments;

/// <summary>The texts of the participant.</summary>
internal sealed partial class AssessmentFile
{
    /// <summary>
    /// When the chapter of a module could first be written, UTC (R35): when the module ended or was attended in an earlier edition (R16), or when the
    /// internship was completed. Null until then.
    /// </summary>
    public DateTimeOffset? ChapterOpenSince(Module module, EditionProgress edition) =>
        module.Kind == ModuleKind.Internship ? Internship?.CompletedAt
        : edition.CompletionOf(module.Number)?.CompletedAt ?? (EvaluatedModules.Contains(module.Number) ? Attendance!.StatusSince : null);

    /// <summary>
    /// Submits a chapter of the logbook (R35): insights, and a reflection on personal learning. It replaces the current text, unless that was the input of an
    /// interview: then it is a new version. The current texts must be loaded.
    /// </summary>
    public Outcome<AssessmentChanged> SubmitChapter(int moduleNumber, string? insights, string? reflection, EditionProgress edition, DateTimeOffset now)
    {
        if (RefuseIfEnded() is { } refusal)
        {
            return refusal;
        }

        if (edition.ModuleOf(moduleNumber) is not { } module)
        {
            return Refusals.ChapterUnknown;
        }

        var chapter = _chapters.SingleOrDefault(c => c.ModuleNumber == moduleNumber);
        if (chapter is null && ChapterOpenSince(module, edition) is null)
        {
            return Refusals.ChapterNotOpen(module);
        }

        if (Refusals.ChapterIncomplete(insights, reflection) is { } incomplete)
        {
            return incomplete;
        }

        if (chapter is null)
        {
            chapter = new Chapter { FileId = Id, ModuleNumber = moduleNumber, EditionId = Participation!.EditionId, SubmittedAt = now };
            _chapters.Add(chapter);
        }

        chapter.Write(insights!, reflection!, LastBegun(_interviews, now)?.StartsAt, now);
        return Raise(AssessmentChange.ChapterSubmitted, now);
    }

    /// <summary>
    /// Writes the learning plan or the challenge, of which every text is kept as a version (R34), or the PHP, which is replaced until it is the input of the
    /// final interview (R37). The current texts must be loaded.
    /// </summary>
    /// <param name="kind">The page.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepGoing">How the participant keeps applying what was learnt (borgen); optional, for learning plan and challenge only.</param>
    /// <param name="now">Programme time.</param>
    public Refusal? WritePage(PageKind kind, string? text, string? keepGoing, DateTimeOffset now)
    {
        if (RefuseIfEnded() is { } refusal)
        {
            return refusal;
        }

        var page = _pages.SingleOrDefault(p => p.Kind == kind);

        // R34: it is begun in module 1, and a participation is active from its first module day.
        if (kind == PageKind.LearningPlan && page is null && Participation!.Status == ParticipationStatus.Placed)
        {
            return Refusals.LearningPlanNotOpen;
        }

        if (TextPolicy.IsBlank(text))
        {
            return Refusals.PageEmpty;
        }

        if (page is null)
        {
            page = new Page { FileId = Id, Kind = kind, BegunAt = now };
            _pages.Add(page);
        }

        // Until the end of the interview: a PHP that is written during the final interview can be its input.
        page.Write(text, keepGoing, LastBegun(_interviews.Where(interview => interview.Kind == InterviewKind.Final), now)?.EndsAt, now);
        return null;
    }

    private Refusal? RefuseIfEnded() => Participation!.Status == ParticipationStatus.Ended ? Refusals.ParticipationEnded : null;

    // The input of an interview is the text at its beginning, even if the interview is recorded later.
    private static Interview? LastBegun(IEnumerable<Interview> interviews, DateTimeOffset now) => interviews
        .Where(interview => interview.Status is InterviewStatus.Booked or InterviewStatus.Held && interview.StartsAt <= now)
        .MaxBy(interview => interview.StartsAt);
}
