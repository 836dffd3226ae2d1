using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Assessment.Files;

/// <summary>What the participant writes.</summary>
internal sealed partial class AssessmentFile
{
    /// <summary>
    /// Since when a module's chapter can be written (R35): the module is over, or was met in an earlier edition (R16), or the participant's internship
    /// is completed; null while it can't.
    /// </summary>
    public DateTimeOffset? ChapterOpenSince(Module module, EditionProgress edition) =>
        module.Kind == ModuleKind.Internship ? Internship?.CompletedAt
        : edition.CompletionOf(module.Number)?.CompletedAt ?? (JudgedModules?.Contains(module.Number) == true ? Attendance!.StandingSince : null);

    /// <summary>
    /// Hands in a chapter of the logbook (R35): the insights, and a reflection on one's own learning. The text that is there is replaced,
    /// unless an interview had it as input: then this is a new version. The current texts must be loaded.
    /// </summary>
    public Outcome<ChapterSubmitted> HandInChapter(int moduleNumber, string? insights, string? reflection, EditionProgress edition, DateTimeOffset now)
    {
        if (MayWrite() is { } refusal)
        {
            return refusal;
        }

        if (edition.ModuleOf(moduleNumber) is not { } module)
        {
            return Refusals.NoSuchChapter;
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
        return Raise<ChapterSubmitted>(now);
    }

    /// <summary>
    /// Writes the learning plan or the challenge, of which every text stays as a version (R34), or the PHP, which is replaced until the final interview has it as input (R37).
    /// The current texts must be loaded.
    /// </summary>
    /// <param name="kind">Which page.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepGoing">How what was learnt is kept going (borgen); optional, and for learning plan and challenge alone.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<Page> WritePage(PageKind kind, string? text, string? keepGoing, DateTimeOffset now)
    {
        if (MayWrite() is { } refusal)
        {
            return refusal;
        }

        var page = _pages.SingleOrDefault(p => p.Kind == kind);

        // R34: begun in module 1; a participation is active from its first module day on.
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

        // Until its end: a PHP that comes in during the final interview can be its starting point.
        page.Write(text, keepGoing, LastBegun(_interviews.Where(interview => interview.Kind == InterviewKind.Final), now)?.EndsAt, now);
        return page;
    }

    private Refusal? MayWrite() => Participation!.Status == ParticipationStatus.Ended ? Refusals.ParticipationEnded : null;

    // What an interview has as input is what stood there when it began, also where it is recorded later.
    private static Interview? LastBegun(IEnumerable<Interview> interviews, DateTimeOffset now) => interviews
        .Where(interview => interview.Status is InterviewStatus.Booked or InterviewStatus.Held && interview.StartsAt <= now)
        .MaxBy(interview => interview.StartsAt);
}
