using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>The development interviews with dean and trainer (R36), and the final interview with dean and programme manager (R37, R38).</summary>
internal sealed class InterviewSteps(StepRunner runner, Scenario scenario)
{
    private readonly SchedulingClient _scheduling = new(runner.Gateway);
    private readonly AssessmentClient _assessment = new(runner.Gateway);

    /// <summary>Holds the first or the second development interviews on working days from a Monday on.</summary>
    public async Task RunDevelopmentAsync(string ordinal, DateOnly monday, CancellationToken cancellationToken)
    {
        var name = $"{ordinal} development interview";
        var days = await BookAsync(name, "development", monday, DevelopmentPanel, cancellationToken);
        await HoldAsync(name, days[^1], DevelopmentPanel, cancellationToken);
    }

    /// <summary>Tries to book an interview as the trainer who would be in its panel.</summary>
    public Task TrySelfAssignmentAsync(DateOnly monday, CancellationToken cancellationToken) => runner.RunAsync(
        "Refused: a trainer assigning themselves to a panel",
        scenario.Cohorts,
        (cohort, token) => TrySelfAssignmentAsync(cohort, monday, token),
        cancellationToken);

    /// <summary>Holds the final interviews. They require the PHP, which is submitted when the first interview starts.</summary>
    public async Task RunFinalAsync(CancellationToken cancellationToken)
    {
        const string Name = "Final interview";
        var days = await BookAsync(Name, "final", scenario.Calendar.FinalInterviewsFrom, FinalPanel, cancellationToken);
        await scenario.Time.MoveToAsync(Calendar.InterviewStart(days, 0), "Start of the first final interview", cancellationToken);
        await runner.RunAsync($"{Name}: PHP submitted", scenario.Participants, SubmitPhpAsync, cancellationToken);
        await HoldAsync(Name, days[^1], FinalPanel, cancellationToken);
    }

    private static IReadOnlyList<StaffMember> DevelopmentPanel(Cohort cohort) => [cohort.Dean, cohort.Trainer];

    private static IReadOnlyList<StaffMember> FinalPanel(Cohort cohort) => [cohort.Dean, cohort.ProgrammeManager];

    private async Task<IReadOnlyList<DateOnly>> BookAsync(
        string name, string kind, DateOnly monday, Func<Cohort, IReadOnlyList<StaffMember>> panelOf, CancellationToken cancellationToken)
    {
        var days = Calendar.InterviewDays(monday, scenario.Cohorts.Max(cohort => cohort.Participants.Count));
        await runner.RunAsync($"{name}: booked", scenario.Participants, BookAsync, cancellationToken);
        return days;

        async Task BookAsync(Participant participant, CancellationToken token)
        {
            var (cohort, startsAt) = (participant.Cohort, Calendar.InterviewStart(days, participant.Index));
            var booking = new Booking(kind, cohort.EditionId, startsAt, Calendar.InterviewMinutes, panelOf(cohort))
            {
                ParticipationId = participant.ParticipationId,
            };
            participant.InterviewId = (await _scheduling.BookAsync(cohort.ProjectManager.Session, booking, token)).Id;
        }
    }

    private async Task HoldAsync(string name, DateOnly lastDay, Func<Cohort, IReadOnlyList<StaffMember>> panelOf, CancellationToken cancellationToken)
    {
        await scenario.Time.MoveToEveningAsync(lastDay, name, cancellationToken);
        await runner.RunAsync($"{name}: held, feedback given", scenario.Participants, HoldAsync, cancellationToken);

        async Task HoldAsync(Participant participant, CancellationToken token)
        {
            var (panel, assessment, interview) = (panelOf(participant.Cohort), participant.AssessmentId, participant.InterviewId);
            await _assessment.RecordHeldAsync(panel[0].Session, assessment, interview, SampleTexts.Feedback, token);
            await _assessment.GiveFeedbackAsync(panel[1].Session, assessment, interview, SampleTexts.Feedback, token);
        }
    }

    private Task<Problem?> TrySelfAssignmentAsync(Cohort cohort, DateOnly monday, CancellationToken cancellationToken)
    {
        var startsAt = Calendar.InterviewStart(Calendar.InterviewDays(monday, 1), 0);
        var booking = new Booking("development", cohort.EditionId, startsAt, Calendar.InterviewMinutes, DevelopmentPanel(cohort))
        {
            ParticipationId = cohort.FirstActive.ParticipationId,
        };
        return runner.ExpectRefusalAsync(
            "A trainer assigning themselves to a panel (R46)",
            () => _scheduling.BookAsync(cohort.Trainer.Session, booking, cancellationToken),
            "scheduling.role-required");
    }

    private async Task SubmitPhpAsync(Participant participant, CancellationToken cancellationToken)
    {
        var (dean, assessment, interview) = (participant.Cohort.Dean.Session, participant.AssessmentId, participant.InterviewId);
        if (participant.Index == 0)
        {
            await runner.ExpectRefusalAsync(
                "A final interview without the PHP (R37)",
                () => _assessment.RecordHeldAsync(dean, assessment, interview, SampleTexts.Feedback, cancellationToken),
                "assessment.final-interview-needs");
        }

        await _assessment.WritePhpAsync(participant.Session, assessment, SampleTexts.Php, cancellationToken);
    }
}
