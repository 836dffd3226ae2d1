using Metropool.Assessment.Editions;
using Metropool.Assessment.Files;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>An assessment file as events and people make it, without a database: for rules, which are pure.</summary>
internal sealed class Record
{
    private EditionReleased _edition = Some.ReleasedEdition();
    private readonly List<CompletedModule> _completed = [];
    private readonly EditionSettings _settings;
    private ParticipantEnrolled _participation;
    private InternshipChanged? _internship;

    private Record(bool finalModuleChapterObligatory)
    {
        Edition = new Edition { Id = _edition.EditionId };
        Edition.Apply(_edition);
        _settings = EditionSettings.Defaults(Edition.Id, new AssessmentSettings { DefaultFinalModuleChapterObligatory = finalModuleChapterObligatory });
        _participation = Some.Participation(Edition.Id);
        File = new AssessmentFile { Id = Some.Id(), ParticipationId = _participation.ParticipationId };
        File.Learn(_participation, Now);
    }

    /// <summary>Programme time; it moves on when a test says so.</summary>
    public DateTimeOffset Now { get; set; } = new(2027, 1, 11, 9, 0, 0, TimeSpan.Zero);

    public AssessmentFile File { get; }

    public Edition Edition { get; }

    public EditionProgress Progress => new(Edition, _completed, _settings);

    public Guid Dean => Holder(TeamPart.Dean);

    public Guid ProgrammeManager => Holder(TeamPart.ProgrammeManager);

    public Guid Trainer => Holder(TeamPart.Trainer);

    public Guid Participant => _participation.PersonId;

    public IReadOnlyList<string> Missing => [.. RequirementTable.Of(File, Progress).Where(requirement => !requirement.Met).Select(requirement => requirement.Code)];

    public static Record New(bool finalModuleChapterObligatory = false) => new(finalModuleChapterObligatory);

    /// <summary>A file in which everything is there that the certificate needs, except what is named.</summary>
    public static Record Everything(params IReadOnlyCollection<string> except)
    {
        var record = New();
        for (var number = 1; number <= 7; number++)
        {
            if (number != 5)
            {
                record.Completes(number);
            }
        }

        record.Attends(
            except.Contains(RequirementCodes.Attendance) ? AttendanceStanding.AtRisk : AttendanceStanding.Met,
            !except.Contains(RequirementCodes.ModuleOne));
        record.Internship(completed => completed);
        foreach (var number in Enumerable.Range(1, 6).Where(number => !except.Contains(RequirementCodes.Chapter(number))))
        {
            record.Writes(number);
        }

        record.Internship(internship => internship with
        {
            CompletedAt = except.Contains(RequirementCodes.Internship) ? null : internship.CompletedAt,
            ReportSubmittedAt = except.Contains(RequirementCodes.InternshipReport) ? null : internship.ReportSubmittedAt,
            PresentedAt = except.Contains(RequirementCodes.InternshipPresented) ? null : internship.PresentedAt,
        });
        if (!except.Contains(RequirementCodes.Php))
        {
            record.WritesPage(PageKind.Php);
        }

        var interviews = 2 - except.Count(code => code is RequirementCodes.FirstDevelopmentInterview or RequirementCodes.SecondDevelopmentInterview);
        for (var i = 0; i < interviews; i++)
        {
            record.Holds(InterviewKind.Development);
        }

        if (!except.Contains(RequirementCodes.FinalInterview))
        {
            var final = record.Holds(InterviewKind.Final, "Een groei in hoe je kijkt.");
            record.File.GiveFeedback(final, record.ProgrammeManager, "Je stem is duidelijker geworden.", record.Now);
        }

        record.Now = record.Now.AddDays(7);
        return record;
    }

    public Record Completes(int number)
    {
        var module = new CompletedModule { Id = _edition.Modules.Single(m => m.Number == number).ModuleId };
        module.Apply(Some.CompletedModule(_edition, number) with { OccurredAt = Now });
        _completed.Add(module);
        return this;
    }

    public Record Attends(AttendanceStanding standing = AttendanceStanding.Met, bool? moduleOne = true, params IReadOnlyList<int> awaitingRecord)
    {
        File.Learn(Some.Standing(File.ParticipationId, Edition.Id, standing) with { Version = (File.Attendance?.Version ?? 0) + 1, ModuleOneAttended = moduleOne, ModulesAwaitingRecord = awaitingRecord });
        return this;
    }

    /// <summary>A standing that is met, and says which modules it judges.</summary>
    public Record Judges(params IReadOnlyList<int> modules)
    {
        File.Learn(Some.Standing(File.ParticipationId, Edition.Id) with { Version = (File.Attendance?.Version ?? 0) + 1, OccurredAt = Now, JudgedModules = modules });
        return this;
    }

    /// <summary>The participation goes over to this edition from another one, in which everything was judged.</summary>
    public Record ComesFromAnotherEdition()
    {
        File.Learn(Some.Standing(File.ParticipationId, Some.Id()) with { JudgedModules = [1, 2, 3, 4, 6, 7] });
        return this;
    }

    /// <summary>A newer state of the internship, beginning from a completed one.</summary>
    public Record Internship(Func<InternshipChanged, InternshipChanged> change)
    {
        var before = _internship ?? Some.CompletedInternship(_participation);
        _internship = change(before) with { Version = before.Version + 1 };
        File.Learn(_internship);
        return this;
    }

    /// <summary>Changes the team of the edition.</summary>
    public Record Team(Func<IReadOnlyList<TeamRole>, IEnumerable<TeamRole>> change)
    {
        _edition = _edition with { Version = _edition.Version + 1, Team = [.. change(_edition.Team)] };
        Edition.Apply(_edition);
        return this;
    }

    public Record Becomes(ParticipationStatus status)
    {
        _participation = _participation with { Version = _participation.Version + 1, Status = status };
        File.Learn(_participation, Now);
        return this;
    }

    public Outcome<ChapterSubmitted> HandIn(int number, string? insights = "Inzichten.", string? reflection = "Wat ik over mezelf leerde.") =>
        File.HandInChapter(number, insights, reflection, Progress, Now);

    public Record Writes(int number, string insights = "Inzichten.")
    {
        Assert.Null(HandIn(number, insights).Refusal);
        return this;
    }

    public Record WritesPage(PageKind kind, string text = "Tekst.", string? keepGoing = null)
    {
        Assert.Null(File.WritePage(kind, text, keepGoing, Now).Refusal);
        return this;
    }

    /// <summary>An interview in the calendar; it begins now unless a test says otherwise.</summary>
    public Guid Books(InterviewKind kind, DateTimeOffset? startsAt = null, IReadOnlyList<(TeamPart Part, Guid PersonId)>? panel = null, InterviewStatus status = InterviewStatus.Booked)
    {
        panel ??= [(TeamPart.Dean, Dean), kind == InterviewKind.Final ? (TeamPart.ProgrammeManager, ProgrammeManager) : (TeamPart.Trainer, Trainer)];
        var booked = Some.Interview(kind, Edition.Id, Participant, [.. panel.Select(seat => Some.TeamRole(seat.Part, seat.PersonId))], participationId: File.ParticipationId) with
        {
            StartsAt = startsAt ?? Now,
            EndsAt = (startsAt ?? Now).AddMinutes(45),
            Status = status,
        };
        File.Learn(booked);
        return booked.InterviewId;
    }

    public Outcome<AssessmentChanged> RecordHeld(Guid interviewId, Guid? by = null, string? feedback = null) => File.RecordHeld(interviewId, by ?? Dean, feedback, Progress, Now);

    /// <summary>An interview that begins now and is recorded as held by the dean.</summary>
    public Guid Holds(InterviewKind kind, string? feedback = null)
    {
        var interview = Books(kind);
        Assert.Null(RecordHeld(interview, Dean, feedback).Refusal);
        return interview;
    }

    public Outcome<CertificateIssued> Issue(Guid? by = null, DateOnly? handedOutOn = null) => File.IssueCertificate(by ?? Dean, handedOutOn, Progress, Now);

    private Guid Holder(TeamPart part) => Edition.Team.First(member => member.Part == part).PersonId;
}
