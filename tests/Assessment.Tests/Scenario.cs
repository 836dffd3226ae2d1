using System.Net;
using Metropool.Assessment.Assessments;
using Metropool.Assessment.Certificates;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Requirements;
using Metropool.Contracts;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>
/// A participant of an edition with a team of its own, each with a client. Data of other services arrives as events; everything else goes through the API.
/// </summary>
internal sealed class Scenario
{
    private readonly AssessmentFixture _fixture;

    private Scenario(AssessmentFixture fixture, EditionChanged edition, ParticipationChanged participation)
    {
        (_fixture, Edition, Participation) = (fixture, edition, participation);
        Participant = fixture.ClientFor(TestCaller.Person(participation.PersonId));
        Dean = ClientOf(TeamRole.Dean);
        ProgrammeManager = ClientOf(TeamRole.ProgrammeManager);
        ProjectManager = ClientOf(TeamRole.ProjectManager);
        Trainer = ClientOf(TeamRole.Trainer);

        HttpClient ClientOf(TeamRole role) => fixture.ClientFor(TestCaller.Staff(Member(role).PersonId));
    }

    public EditionChanged Edition { get; }

    public ParticipationChanged Participation { get; private set; }

    /// <summary>The assessment file.</summary>
    public Guid Id { get; private set; }

    public string Path => $"/assessment/v1/assessments/{Id}";

    public HttpClient Participant { get; }

    public HttpClient Dean { get; }

    public HttpClient ProgrammeManager { get; }

    public HttpClient ProjectManager { get; }

    public HttpClient Trainer { get; }

    public DateTimeOffset Now => _fixture.Clock.GetUtcNow();

    /// <summary>Publishes an edition and a participation in it, and waits for the assessment file.</summary>
    public static async Task<Scenario> CreateAsync(
        AssessmentFixture fixture, IReadOnlyList<EditionTeamMember>? team = null, EditionChanged? edition = null)
    {
        edition ??= Some.ReleasedEdition(team: team);
        var scenario = new Scenario(fixture, edition, Some.Participation(edition.EditionId));
        await fixture.PublishAsync(edition, scenario.Participation);
        await scenario.WaitForFileAsync();
        return scenario;
    }

    /// <summary>An edition and a participation that aren't published yet.</summary>
    public static Scenario Unpublished(AssessmentFixture fixture)
    {
        var edition = Some.ReleasedEdition();
        return new Scenario(fixture, edition, Some.Participation(edition.EditionId));
    }

    /// <summary>Waits for the assessment file and its edition.</summary>
    public async Task WaitForFileAsync() => Id = (await Eventually.ValueAsync(
        async () => (await ListMineAsync()).SingleOrDefault(file => file.Edition is not null), "the assessment file exists")).Id;

    private Task<List<AssessmentSummary>> ListMineAsync() => Participant.Get("/assessment/v1/assessments/mine").Read<List<AssessmentSummary>>();

    public EditionTeamMember Member(TeamRole role) => Edition.Team.First(member => member.Role == role);

    public Task PublishAsync(params IReadOnlyCollection<IIntegrationEvent> events) => _fixture.PublishAsync(events);

    public AttendanceChanged Attendance() =>
        Some.Attendance(Participation.ParticipationId, Edition.EditionId) with { EvaluatedModules = [1, 2, 3, 4, 6, 7] };

    public InternshipChanged CompletedInternship() => Some.CompletedInternship(Participation);

    public Task<AssessmentSummary> GetAsync() => Participant.Get(Path).Read<AssessmentSummary>();

    /// <summary>Whether the trainer can read the logbook. The list of the edition has to show the same.</summary>
    public async Task<bool> IsReadableByTrainerAsync()
    {
        var isReadable = await Trainer.Get($"{Path}/logbook").Status() == HttpStatusCode.OK;
        var list = await Trainer.Get($"/assessment/v1/assessments?editionId={Edition.EditionId}").Read<Page<AssessmentSummary>>();
        Assert.Equal(isReadable, list.Items.Any(file => file.Id == Id));
        return isReadable;
    }

    public Task<RequirementsDetail> RequirementsAsync() => Participant.Get($"{Path}/requirements").Read<RequirementsDetail>();

    public async Task<bool> IsMetAsync(string code) => (await RequirementsAsync()).Items.Single(item => item.Code == code).Met;

    /// <summary>Waits until a requirement is met.</summary>
    public Task WaitUntilMetAsync(string code) => Eventually.TrueAsync(() => IsMetAsync(code), $"{code} is met");

    /// <summary>Publishes the completion of modules, and waits until their chapters can be written.</summary>
    public async Task CompleteModulesAsync(params IReadOnlyCollection<int> numbers)
    {
        await PublishAsync([.. numbers.Select(number => Some.CompletedModule(Edition, number))]);
        await Eventually.TrueAsync(
            async () =>
            {
                var logbook = await Participant.Get($"{Path}/logbook").Read<LogbookDetail>();
                return numbers.All(number => logbook.Chapters.Single(chapter => chapter.ModuleNumber == number).OpenSince is not null);
            },
            $"the chapters of modules {string.Join(", ", numbers)} can be written");
    }

    public Task<ChapterDetail> SubmitChapterAsync(int module, string insights = "Inzichten.", string reflection = "Een reflectie.") =>
        Participant.Put($"{Path}/logbook/{module}", new SubmitChapterRequest(insights, reflection)).Read<ChapterDetail>();

    /// <summary>Publishes a booked interview that begins now by default, and waits until the service knows it.</summary>
    public async Task<InterviewChanged> BookInterviewAsync(
        InterviewKind kind, IReadOnlyList<EditionTeamMember>? panel = null, DateTimeOffset? startsAt = null)
    {
        panel ??= [Member(TeamRole.Dean), Member(kind == InterviewKind.Final ? TeamRole.ProgrammeManager : TeamRole.Trainer)];
        var booked = Interview(kind, panel) with { StartsAt = startsAt ?? Now, EndsAt = (startsAt ?? Now).AddMinutes(45) };
        await PublishInterviewAsync(booked);
        return booked;
    }

    public InterviewChanged Interview(InterviewKind kind, IReadOnlyList<EditionTeamMember> panel) =>
        Some.Interview(kind, Edition.EditionId, Participation.PersonId, panel, participationId: Participation.ParticipationId);

    /// <summary>Publishes an interview, and waits until the service knows it.</summary>
    public async Task PublishInterviewAsync(InterviewChanged state)
    {
        await PublishAsync(state);
        await Eventually.TrueAsync(
            async () => (await GetAsync()).Interviews.Any(interview =>
                interview.InterviewId == state.InterviewId && interview.StartsAt == state.StartsAt && interview.Status == state.Status),
            "the interview is known");
    }

    public Task<HttpResponseMessage> RecordHeldAsync(HttpClient by, Guid interviewId, string? feedback = null) =>
        by.Post($"{Path}/interviews/{interviewId}/held", new RecordHeldRequest(feedback));

    public Task<HttpResponseMessage> GiveFeedbackAsync(HttpClient by, Guid interviewId, string feedback = "Feedback.") =>
        by.Post($"{Path}/interviews/{interviewId}/feedback", new GiveFeedbackRequest(feedback));

    /// <summary>Meets every requirement of the certificate.</summary>
    public async Task MeetAllRequirementsAsync()
    {
        await CompleteModulesAsync(1, 2, 3, 4, 6, 7);
        await PublishAsync(Attendance(), CompletedInternship());
        await WaitUntilMetAsync(RequirementCodes.Internship);
        await WaitUntilMetAsync(RequirementCodes.Attendance);
        for (var module = 1; module <= 6; module++)
        {
            await SubmitChapterAsync(module);
        }

        for (var i = 0; i < AssessmentFile.DevelopmentInterviews; i++)
        {
            await RecordHeldAsync(Dean, (await BookInterviewAsync(InterviewKind.Development)).InterviewId).Succeeds();
        }

        await Participant.Put($"{Path}/php", new { text = "Uitgangspunt." }).Succeeds();
        var final = await BookInterviewAsync(InterviewKind.Final);
        await RecordHeldAsync(Dean, final.InterviewId, "Van de decaan.").Succeeds();
        await GiveFeedbackAsync(ProgrammeManager, final.InterviewId, "Van de opleidingsmanager.").Succeeds();
    }

    public Task<HttpResponseMessage> IssueCertificateAsync(HttpClient? by = null) =>
        (by ?? ProgrammeManager).Post($"{Path}/certificate", new IssueCertificateRequest());

    /// <summary>Waits until the service publishes a change of the assessment.</summary>
    public Task<AssessmentChanged> PublishedAsync(AssessmentChange change) =>
        _fixture.Events.PublishedAsync<AssessmentChanged>(e => e.Change == change && e.AssessmentId == Id);

    /// <summary>Publishes another status of the participation, and waits until the service knows it.</summary>
    public async Task SetParticipationStatusAsync(ParticipationStatus status)
    {
        Participation = Participation with { Version = Participation.Version + 1, Status = status };
        await PublishAsync(Participation);
        await Eventually.TrueAsync(async () => (await GetAsync()).ParticipationStatus == status, $"the participation is {status}");
    }
}
