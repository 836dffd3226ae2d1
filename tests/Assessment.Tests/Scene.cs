using Metropool.Assessment.Certificates;
using Metropool.Assessment.Files;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Requirements;
using Metropool.Contracts;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>A participant of an edition with a team of its own, each with a client. What other services report comes as events, what people do through the API.</summary>
internal sealed class Scene
{
    private readonly AssessmentFixture _fixture;

    private Scene(AssessmentFixture fixture, EditionReleased edition, ParticipantEnrolled participation)
    {
        (_fixture, Edition, Participation) = (fixture, edition, participation);
        Participant = fixture.ClientFor(TestCaller.Person(participation.PersonId));
        Dean = As(TeamPart.Dean);
        ProgrammeManager = As(TeamPart.ProgrammeManager);
        ProjectManager = As(TeamPart.ProjectManager);
        Trainer = As(TeamPart.Trainer);
    }

    public EditionReleased Edition { get; }

    public ParticipantEnrolled Participation { get; private set; }

    /// <summary>The assessment file.</summary>
    public Guid Id { get; private set; }

    public string Path => $"/assessments/{Id}";

    public HttpClient Participant { get; }

    public HttpClient Dean { get; }

    public HttpClient ProgrammeManager { get; }

    public HttpClient ProjectManager { get; }

    public HttpClient Trainer { get; }

    public DateTimeOffset Now => _fixture.Clock.GetUtcNow();

    /// <summary>An edition and a participation in it, of which the service has learnt.</summary>
    public static async Task<Scene> OpenAsync(AssessmentFixture fixture, IReadOnlyList<TeamRole>? team = null, EditionReleased? edition = null)
    {
        edition ??= Some.ReleasedEdition(team: team);
        var scene = new Scene(fixture, edition, Some.Participation(edition.EditionId));
        await fixture.PublishAsync(edition, scene.Participation);
        await scene.FindAsync();
        return scene;
    }

    /// <summary>An edition and a participation of which nobody has told the service yet.</summary>
    public static Scene Unknown(AssessmentFixture fixture)
    {
        var edition = Some.ReleasedEdition();
        return new Scene(fixture, edition, Some.Participation(edition.EditionId));
    }

    /// <summary>Waits until the assessment file is there, with its edition.</summary>
    public async Task FindAsync() => Id = (await Eventually.ValueAsync(
        async () => (await Participant.Get("/assessments/mine").Read<List<FileView>>()).SingleOrDefault(file => file.Edition is not null),
        "the assessment file is there")).Id;

    public TeamRole Role(TeamPart part) => Edition.Team.First(role => role.Part == part);

    public HttpClient As(TeamPart part) => _fixture.ClientFor(TestCaller.Staff(Role(part).PersonId));

    public Task PublishAsync(params IReadOnlyCollection<IIntegrationEvent> events) => _fixture.PublishAsync(events);

    public Task<FileView> FileAsync() => Participant.Get(Path).Read<FileView>();

    /// <summary>Whether the trainer reads the logbook; the list of the edition has to say the same.</summary>
    public async Task<bool> IsReadByTrainerAsync()
    {
        var reads = await Trainer.Get($"{Path}/logbook").Status() == System.Net.HttpStatusCode.OK;
        var listed = await Trainer.Get($"/assessments?editionId={Edition.EditionId}").Read<Metropool.Http.Page<FileView>>();
        Assert.Equal(reads, listed.Items.Any(file => file.Id == Id));
        return reads;
    }

    public Task<RequirementsView> RequirementsAsync() => Participant.Get($"{Path}/requirements").Read<RequirementsView>();

    public async Task<bool> IsMetAsync(string code) => (await RequirementsAsync()).Items.Single(item => item.Code == code).Met;

    /// <summary>Waits until a requirement is met.</summary>
    public Task UntilMetAsync(string code) => Eventually.TrueAsync(() => IsMetAsync(code), $"{code} is met");

    /// <summary>Has modules completed, and waits until their chapters can be written.</summary>
    public async Task CompleteModulesAsync(params IReadOnlyCollection<int> numbers)
    {
        await PublishAsync([.. numbers.Select(number => Some.CompletedModule(Edition, number))]);
        await Eventually.TrueAsync(
            async () =>
            {
                var logbook = await Participant.Get($"{Path}/logbook").Read<LogbookView>();
                return numbers.All(number => logbook.Chapters.Single(chapter => chapter.ModuleNumber == number).OpenSince is not null);
            },
            $"the chapters of modules {string.Join(", ", numbers)} can be written");
    }

    public InternshipCompleted CompletedInternship() => Some.CompletedInternship(Participation);

    public Task<ChapterView> HandInAsync(int module, string insights = "Inzichten.", string reflection = "Een reflectie.") =>
        Participant.Put($"{Path}/logbook/{module}", new HandInChapterRequest(insights, reflection)).Read<ChapterView>();

    /// <summary>Books an interview that begins now unless said otherwise, and waits until the service knows it.</summary>
    public async Task<InterviewBooked> BookAsync(InterviewKind kind, IReadOnlyList<TeamRole>? panel = null, DateTimeOffset? startsAt = null)
    {
        panel ??= [Role(TeamPart.Dean), Role(kind == InterviewKind.Final ? TeamPart.ProgrammeManager : TeamPart.Trainer)];
        var booked = Some.Interview(kind, Edition.EditionId, Participation.PersonId, panel, participationId: Participation.ParticipationId) with
        {
            StartsAt = startsAt ?? Now,
            EndsAt = (startsAt ?? Now).AddMinutes(45),
        };
        await ScheduleAsync(booked);
        return booked;
    }

    /// <summary>Publishes an interview's place in the calendar, and waits until the service knows it.</summary>
    public async Task ScheduleAsync(InterviewChanged state)
    {
        await PublishAsync(state);
        await Eventually.TrueAsync(
            async () => (await FileAsync()).Interviews.Any(interview => interview.InterviewId == state.InterviewId && interview.StartsAt == state.StartsAt && interview.Status == state.Status),
            "the interview is known");
    }

    public Task<HttpResponseMessage> RecordHeldAsync(HttpClient by, Guid interviewId, string? feedback = null) =>
        by.Post($"{Path}/interviews/{interviewId}/held", new RecordHeldRequest(feedback));

    public Task<HttpResponseMessage> FeedbackAsync(HttpClient by, Guid interviewId, string feedback = "Feedback.") =>
        by.Post($"{Path}/interviews/{interviewId}/feedback", new GiveFeedbackRequest(feedback));

    /// <summary>Lives through the whole programme, up to the certificate.</summary>
    public async Task<InterviewBooked> MeetEverythingAsync()
    {
        await CompleteModulesAsync(1, 2, 3, 4, 6, 7);
        await PublishAsync(Some.Standing(Participation.ParticipationId, Edition.EditionId), CompletedInternship());
        await UntilMetAsync(RequirementCodes.Internship);
        await UntilMetAsync(RequirementCodes.Attendance);
        for (var module = 1; module <= 6; module++)
        {
            await HandInAsync(module);
        }

        for (var i = 0; i < AssessmentFile.DevelopmentInterviews; i++)
        {
            await RecordHeldAsync(Dean, (await BookAsync(InterviewKind.Development)).InterviewId).Read<InterviewView>();
        }

        await Participant.Put($"{Path}/php", new { text = "Uitgangspunt." }).Read<object>();
        var final = await BookAsync(InterviewKind.Final);
        await RecordHeldAsync(Dean, final.InterviewId, "Van de decaan.").Read<InterviewView>();
        await FeedbackAsync(ProgrammeManager, final.InterviewId, "Van de opleidingsmanager.").Read<InterviewView>();
        return final;
    }

    public Task<CertificateView> IssueAsync() => ProgrammeManager.Post($"{Path}/certificate").Read<CertificateView>();

    /// <summary>Publishes the participation in another status, and waits until the service knows.</summary>
    public async Task ParticipationBecomesAsync(ParticipationStatus status)
    {
        Participation = Participation with { Version = Participation.Version + 1, Status = status };
        await PublishAsync(Participation);
        await Eventually.TrueAsync(async () => (await FileAsync()).ParticipationStatus == status, $"the participation is {status}");
    }
}
