using Metropool.Assessment.Certificates;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;

namespace Metropool.Assessment.Tests;

/// <summary>The database use of every GET request.</summary>
public sealed class DatabaseUseTests(AssessmentFixture fixture) : DatabaseUseTests<Program>(fixture)
{
    // Every request reads the interviews with their panels, which determine what a trainer can read.
    private const int Interviews = 3 * Many;
    private readonly AssessmentFixture _fixture = fixture;
    private Scenario _scenario = null!;
    private int _added;

    protected override async Task<IReadOnlyCollection<MeasuredRequest>> AddFewAsync()
    {
        _scenario = await Scenario.CreateAsync(_fixture);
        await _scenario.CompleteModulesAsync(1, 2);
        await _scenario.SubmitChapterAsync(2);
        var held = await _scenario.BookInterviewAsync(InterviewKind.Development);
        await _scenario.RecordHeldAsync(_scenario.Dean, held.InterviewId, "Feedback.").Succeeds();
        await AddAsync(Few);
        var certified = await Scenario.CreateAsync(_fixture);
        await certified.MeetAllRequirementsAsync();
        var certificate = await certified.IssueCertificateAsync().Read<CertificateDetail>();
        var (participant, path) = (_scenario.Participant, _scenario.Path);
        return
        [
            new("GetProgrammeTime", participant, "/assessment/v1/programme-time", Children.None),
            new("ListRequirements", participant, $"{path}/requirements", Children.None) { Unreturned = Interviews },
            new("ListMyAssessments", participant, "/assessment/v1/assessments/mine") { Unreturned = Interviews },
            new("GetAssessment", participant, path) { Unreturned = Interviews },
            new("ListAssessments", _scenario.Dean, $"/assessment/v1/assessments?editionId={_scenario.Edition.EditionId}") { Unreturned = Interviews },
            new("GetLogbook", participant, $"{path}/logbook", Children.None) { Unreturned = Interviews },
            new("ListChapterVersions", participant, $"{path}/logbook/1/versions") { Unreturned = Interviews },
            new("GetLearningPlan", participant, $"{path}/learning-plan", Children.None) { Unreturned = Interviews },
            new("ListLearningPlanVersions", participant, $"{path}/learning-plan/versions") { Unreturned = Interviews },
            new("GetChallenge", participant, $"{path}/challenge", Children.None) { Unreturned = Interviews },
            new("ListChallengeVersions", participant, $"{path}/challenge/versions") { Unreturned = Interviews },
            new("GetPhp", participant, $"{path}/php", Children.None) { Unreturned = Interviews },
            // A PHP is replaced, until it was the input of a final interview.
            new("ListPhpVersions", participant, $"{path}/php/versions", Children.None) { Unreturned = Interviews },
            new("ListInterviews", participant, $"{path}/interviews") { Unreturned = Interviews },
            new("GetCertificate", certified.Participant, $"{certified.Path}/certificate", Children.None),
            new("VerifyCertificate", _fixture.ClientFor(TestCaller.Anonymous), $"/assessment/v1/certificates/{certificate.VerificationCode}", Children.None),
            new("GetEditionSettings", _scenario.Dean, $"/assessment/v1/editions/{_scenario.Edition.EditionId}/settings", Children.None),
        ];
    }

    protected override Task AddManyAsync() => AddAsync(Many);

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _added++;
            await _scenario.SubmitChapterAsync(1, $"Inzichten {_added}.");
            await WriteAsync("learning-plan");
            await WriteAsync("challenge");
            await WriteAsync("php");
            await _scenario.BookInterviewAsync(InterviewKind.Development, startsAt: _scenario.Now.AddDays(_added));
            await _fixture.HandledAsync(Some.Participation(_scenario.Edition.EditionId, _scenario.Participation.PersonId));
        }
    }

    private Task WriteAsync(string page) => _scenario.Participant.Put($"{_scenario.Path}/{page}", new { text = $"Tekst {_added}." }).Succeeds();
}
