using Metropool.Assessment.Assessments;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Replicas;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>An assessment file in memory, without a database, to test its rules.</summary>
internal sealed class AssessmentFileBuilder
{
    private static readonly int[] ModulesWithAttendance = [1, 2, 3, 4, 6, 7];

    private readonly List<CompletedModule> _completed = [];
    private readonly EditionSettings _settings;
    private EditionChanged _edition = Some.ReleasedEdition();
    private ParticipationChanged _participation;
    private InternshipChanged? _internship;

    public AssessmentFileBuilder(bool finalModuleChapterObligatory = false)
    {
        Edition = new Edition(_edition.EditionId);
        Edition.Apply(_edition);
        _settings = EditionSettings.Defaults(Edition.Id, new AssessmentSettings { DefaultFinalModuleChapterObligatory = finalModuleChapterObligatory });
        _participation = Some.Participation(Edition.Id);
        File = new AssessmentFile { Id = Some.Id(), ParticipationId = _participation.ParticipationId };
        File.Apply(_participation, Now);
    }

    /// <summary>Programme time; tests set it.</summary>
    public DateTimeOffset Now { get; set; } = new(2027, 1, 11, 9, 0, 0, TimeSpan.Zero);

    public AssessmentFile File { get; }

    public Edition Edition { get; }

    public EditionProgress Progress => new(Edition, _completed, _settings);

    public Guid Dean => MemberWith(TeamRole.Dean);

    public Guid ProgrammeManager => MemberWith(TeamRole.ProgrammeManager);

    public Guid Trainer => MemberWith(TeamRole.Trainer);

    public Guid Participant => _participation.PersonId;

    public IReadOnlyList<string> Missing =>
        [.. RequirementTable.Of(File, Progress).Where(requirement => !requirement.Met).Select(requirement => requirement.Code)];

    /// <summary>A file that meets every requirement of the certificate, except the given ones.</summary>
    public static AssessmentFileBuilder Complete(params IReadOnlyCollection<string> except)
    {
        var builder = new AssessmentFileBuilder();
        foreach (var number in ModulesWithAttendance)
        {
            builder.CompleteModule(number);
        }

        builder.SetAttendance(
            except.Contains(RequirementCodes.Attendance) ? AttendanceStatus.AtRisk : AttendanceStatus.Met,
            !except.Contains(RequirementCodes.ModuleOne));
        builder.SetInternship(completed => completed);
        foreach (var number in Enumerable.Range(1, 6).Where(number => !except.Contains(RequirementCodes.Chapter(number))))
        {
            builder.WithChapter(number);
        }

        builder.SetInternship(internship => internship with
        {
            CompletedAt = except.Contains(RequirementCodes.Internship) ? null : internship.CompletedAt,
            ReportSubmittedAt = except.Contains(RequirementCodes.InternshipReport) ? null : internship.ReportSubmittedAt,
            PresentedAt = except.Contains(RequirementCodes.InternshipPresented) ? null : internship.PresentedAt,
        });
        if (!except.Contains(RequirementCodes.Php))
        {
            builder.WithPage(PageKind.Php);
        }

        var interviews = 2 - except.Count(code => code is RequirementCodes.FirstDevelopmentInterview or RequirementCodes.SecondDevelopmentInterview);
        for (var i = 0; i < interviews; i++)
        {
            builder.HoldInterview(InterviewKind.Development);
        }

        if (!except.Contains(RequirementCodes.FinalInterview))
        {
            var final = builder.HoldInterview(InterviewKind.Final, "Een groei in hoe je kijkt.");
            builder.File.GiveFeedback(final, builder.ProgrammeManager, "Je stem is duidelijker geworden.", builder.Now);
        }

        builder.Now = builder.Now.AddDays(7);
        return builder;
    }

    public AssessmentFileBuilder CompleteModule(int number)
    {
        var module = new CompletedModule(_edition.Modules.Single(m => m.Number == number).ModuleId);
        module.Apply(Some.CompletedModule(_edition, number) with { OccurredAt = Now });
        _completed.Add(module);
        return this;
    }

    /// <summary>The attendance after the modules that are completed so far.</summary>
    public AssessmentFileBuilder SetAttendance(
        AttendanceStatus status = AttendanceStatus.Met, bool? moduleOne = true, params IReadOnlyList<int> awaitingRecord) =>
        Apply(Some.Attendance(File.ParticipationId, Edition.Id, status) with
        {
            ModuleOneAttended = moduleOne,
            ModulesAwaitingRecord = awaitingRecord,
            EvaluatedModules = [.. _completed.Select(module => module.Number)],
        });

    /// <summary>An attendance status that takes these modules into account.</summary>
    public AssessmentFileBuilder EvaluateModules(params IReadOnlyList<int> modules) =>
        Apply(Some.Attendance(File.ParticipationId, Edition.Id) with { OccurredAt = Now, EvaluatedModules = modules });

    /// <summary>An attendance status of another edition, from which the participation was transferred.</summary>
    public AssessmentFileBuilder TransferFromOtherEdition() =>
        Apply(Some.Attendance(File.ParticipationId, Some.Id()) with { EvaluatedModules = ModulesWithAttendance });

    /// <summary>Changes the internship, which is completed at first.</summary>
    public AssessmentFileBuilder SetInternship(Func<InternshipChanged, InternshipChanged> change)
    {
        var before = _internship ?? Some.CompletedInternship(_participation);
        _internship = change(before) with { Version = before.Version + 1 };
        File.Apply(_internship);
        return this;
    }

    /// <summary>Changes the team of the edition.</summary>
    public AssessmentFileBuilder SetTeam(Func<IReadOnlyList<EditionTeamMember>, IEnumerable<EditionTeamMember>> change)
    {
        _edition = _edition with { Version = _edition.Version + 1, Team = [.. change(_edition.Team)] };
        Edition.Apply(_edition);
        return this;
    }

    /// <summary>Changes the status of the participation.</summary>
    public AssessmentFileBuilder SetStatus(ParticipationStatus status)
    {
        _participation = _participation with { Version = _participation.Version + 1, Status = status };
        File.Apply(_participation, Now);
        return this;
    }

    public Outcome<AssessmentChanged> SubmitChapter(int number, string? insights = "Inzichten.", string? reflection = "Wat ik over mezelf leerde.") =>
        File.SubmitChapter(number, insights, reflection, Progress, Now);

    public AssessmentFileBuilder WithChapter(int number, string insights = "Inzichten.")
    {
        Assert.Null(SubmitChapter(number, insights).Refusal);
        return this;
    }

    public AssessmentFileBuilder WithPage(PageKind kind, string text = "Tekst.", string? keepGoing = null)
    {
        Assert.Null(File.WritePage(kind, text, keepGoing, Now));
        return this;
    }

    /// <summary>Books an interview; it begins now by default.</summary>
    public Guid BookInterview(
        InterviewKind kind,
        DateTimeOffset? startsAt = null,
        IReadOnlyList<(TeamRole Role, Guid PersonId)>? panel = null,
        InterviewStatus status = InterviewStatus.Booked)
    {
        panel ??= [(TeamRole.Dean, Dean), kind == InterviewKind.Final ? (TeamRole.ProgrammeManager, ProgrammeManager) : (TeamRole.Trainer, Trainer)];
        var booked = Interview(kind, [.. panel.Select(seat => Some.TeamMember(seat.Role, seat.PersonId))]) with
        {
            StartsAt = startsAt ?? Now,
            EndsAt = (startsAt ?? Now).AddMinutes(45),
            Status = status,
        };
        File.Apply(booked);
        return booked.InterviewId;
    }

    public InterviewChanged Interview(InterviewKind kind, IReadOnlyList<EditionTeamMember> panel) =>
        Some.Interview(kind, Edition.Id, Participant, panel, participationId: File.ParticipationId);

    public Outcome<AssessmentChanged> RecordHeld(Guid interviewId, Guid? by = null, string? feedback = null) =>
        File.RecordHeld(interviewId, by ?? Dean, feedback, Progress, Now);

    /// <summary>An interview that begins now, and is recorded as held by the dean.</summary>
    public Guid HoldInterview(InterviewKind kind, string? feedback = null)
    {
        var interview = BookInterview(kind);
        Assert.Null(RecordHeld(interview, Dean, feedback).Refusal);
        return interview;
    }

    public Outcome<AssessmentChanged> IssueCertificate(Guid? by = null, DateOnly? awardedOn = null) =>
        File.IssueCertificate(by ?? Dean, awardedOn, Progress, Now);

    public string? RecordAward(Guid by, DateOnly day) => File.RecordAward(by, day, Edition, Now)?.Code;

    public Outcome<AssessmentChanged> Revoke(Guid certificateId, Guid by, string reason) => File.RevokeCertificate(certificateId, by, reason, Edition, Now);

    private AssessmentFileBuilder Apply(AttendanceChanged state)
    {
        File.Apply(state with { Version = (File.Attendance?.Version ?? 0) + 1 });
        return this;
    }

    private Guid MemberWith(TeamRole role) => Edition.Team.First(member => member.Role == role).PersonId;
}
