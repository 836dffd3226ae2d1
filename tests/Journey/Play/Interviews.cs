using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>The development interviews by dean and trainer (R36), and the final one by dean and programme manager (R37, R38).</summary>
internal sealed class Interviews(Stage stage, World world)
{
    private readonly SchedulingClient _scheduling = new(stage.Gateway);
    private readonly AssessmentClient _assessment = new(stage.Gateway);

    /// <summary>The first or the second development interview of everybody, in the days from a Monday on.</summary>
    public Task PlayDevelopmentAsync(string which, DateOnly monday, CancellationToken cancellationToken) =>
        PlayAsync($"{which} development interview", "development", monday, cohort => [cohort.Dean, cohort.Trainer], null, cancellationToken);

    /// <summary>What a trainer can't do: give a seat to themselves.</summary>
    public Task TrySeatAsync(DateOnly monday, CancellationToken cancellationToken) =>
        stage.StepAsync("Refused: a seat given to oneself", world.Cohorts, (cohort, token) => TrySeatAsync(cohort, monday, token), cancellationToken);

    /// <summary>The final interview of everybody; the PHP, without which it can't be held, is in by the time that the first one begins, or just after.</summary>
    public Task PlayFinalAsync(CancellationToken cancellationToken) =>
        PlayAsync("Final interview", "final", world.Calendar.FinalInterviews, cohort => [cohort.Dean, cohort.ProgrammeManager], HandInPhpAsync, cancellationToken);

    private async Task PlayAsync(
        string name,
        string kind,
        DateOnly monday,
        Func<Cohort, IReadOnlyList<StaffMember>> panelOf,
        Func<Participant, Guid, CancellationToken, Task>? asTheFirstBegins,
        CancellationToken cancellationToken)
    {
        var days = Calendar.InterviewDays(monday, world.Cohorts.Max(cohort => cohort.Participants.Count));
        await stage.StepAsync($"{name}: booked", world.Participants, async (participant, token) =>
        {
            var booking = new Booking(kind, participant.Cohort.EditionId, Calendar.InterviewStart(days, participant.Place), Calendar.InterviewMinutes, panelOf(participant.Cohort))
            {
                ParticipationId = participant.ParticipationId,
            };
            participant.InterviewId = (await _scheduling.BookAsync(participant.Cohort.ProjectManager.Session, booking, token)).Id;
        }, cancellationToken);
        if (asTheFirstBegins is not null)
        {
            await world.Time.MoveToAsync(Calendar.InterviewStart(days, 0), $"{name}: the first begins", cancellationToken);
            await stage.StepAsync($"{name}: what it needs is in", world.Participants, (participant, token) => asTheFirstBegins(participant, participant.InterviewId, token), cancellationToken);
        }

        await world.Time.MoveToEveningAsync(days[^1], name, cancellationToken);
        await stage.StepAsync($"{name}: held, feedback by both", world.Participants, async (participant, token) =>
        {
            var interview = participant.InterviewId;
            var panel = panelOf(participant.Cohort);
            await _assessment.RecordHeldAsync(panel[0].Session, participant.AssessmentId, interview, Texts.Feedback, token);
            await _assessment.GiveFeedbackAsync(panel[1].Session, participant.AssessmentId, interview, Texts.Feedback, token);
        }, cancellationToken);
    }

    private Task<Problem?> TrySeatAsync(Cohort cohort, DateOnly monday, CancellationToken cancellationToken) =>
        stage.MustBeRefusedAsync(
            "A seat in a panel, given to oneself by a trainer (R46)",
            () => _scheduling.BookAsync(
                cohort.Trainer.Session,
                new Booking("development", cohort.EditionId, Calendar.InterviewStart(Calendar.InterviewDays(monday, 1), 0), Calendar.InterviewMinutes, [cohort.Dean, cohort.Trainer])
                {
                    ParticipationId = cohort.Anybody.ParticipationId,
                },
                cancellationToken),
            "scheduling.part-needed");

    private async Task HandInPhpAsync(Participant participant, Guid interview, CancellationToken cancellationToken)
    {
        if (participant.Place == 0)
        {
            await stage.MustBeRefusedAsync(
                "Final interview without the PHP (R37)",
                () => _assessment.RecordHeldAsync(participant.Cohort.Dean.Session, participant.AssessmentId, interview, Texts.Feedback, cancellationToken),
                "assessment.final-interview-needs");
        }

        await _assessment.WritePhpAsync(participant.Session, participant.AssessmentId, Texts.Php, cancellationToken);
    }
}
