using Metropool.Journey.Clients;

namespace Metropool.Journey.Play;

/// <summary>From application to participation: the interviews on the intake days, judged by both members of the panel (R10 to R15).</summary>
internal sealed class Admission(Stage stage, World world)
{
    private readonly IntakeClient _intake = new(stage.Gateway);
    private readonly SchedulingClient _scheduling = new(stage.Gateway);

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await stage.StepAsync("Applications handed in", world.Everybody, ApplyAsync, cancellationToken);
        // Of the first of each group the employer is asked late: to see that there is no admission before.
        await stage.StepAsync("Employers asked, and agreed", [.. world.Everybody.Where(candidate => candidate.Place != 0)], AgreeAsync, cancellationToken);
        await stage.StepAsync("Refused: admission without interview, one panel member alone", world.Cohorts, TryTooEarlyAsync, cancellationToken);
        await stage.StepAsync("Intake interviews booked", world.Everybody, BookAsync, cancellationToken);
        foreach (var (number, day) in world.Calendar.IntakeDays.Index())
        {
            var seen = world.Everybody.Where(candidate => candidate.Place / Calendar.InterviewsPerDay == number).ToList();
            if (seen.Count > 0)
            {
                await world.Time.MoveToEveningAsync(day, $"Intake day {number + 1} of {world.Calendar.IntakeDays.Count}", cancellationToken);
                await stage.StepAsync($"Intake day {number + 1}: interviews held, judged by both, admitted", seen, AdmitAsync, cancellationToken);
            }
        }

        await stage.StepAsync("Participations", world.Cohorts, FindParticipationsAsync, cancellationToken);
    }

    private async Task ApplyAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var text = Texts.Application(candidate, world.Calendar.Before.AddYears(-4));
        var application = await _intake.StartAsync(candidate.Session, candidate.Cohort.EditionId, text, cancellationToken);
        candidate.ApplicationId = application.Id;
        await _intake.SubmitAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
    }

    // By its own system, or by the person who speaks for it.
    private async Task AgreeAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var employer = candidate.Employer;
        var agreement = await _intake.AskAgreementAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
        await _intake.GrantAgreementAsync(candidate.Place % 2 == 0 ? employer.Contact : employer.Machine, agreement, employer.Name, cancellationToken);
    }

    private async Task TryTooEarlyAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var candidate = cohort.Anybody;
        await stage.MustBeRefusedAsync(
            "Admission without an interview (R10)",
            () => _intake.AdmitAsync(cohort.Dean.Session, candidate.ApplicationId, Texts.Admitted, cancellationToken),
            "intake.interview-not-held");
        await stage.MustBeRefusedAsync(
            "An intake interview by the dean alone (R11)",
            () => BookAsync(candidate, [cohort.Dean], cancellationToken),
            "scheduling.panel-incomplete");
    }

    private Task BookAsync(Participant candidate, CancellationToken cancellationToken) =>
        BookAsync(candidate, [candidate.Cohort.Dean, candidate.Cohort.ProgrammeManager], cancellationToken);

    private Task<InterviewAnswer> BookAsync(Participant candidate, IReadOnlyList<StaffMember> panel, CancellationToken cancellationToken) =>
        _scheduling.BookAsync(
            candidate.Cohort.ProjectManager.Session,
            new Booking("intake", candidate.Cohort.EditionId, Calendar.InterviewStart(world.Calendar.IntakeDays, candidate.Place), Calendar.InterviewMinutes, panel)
            {
                ApplicationId = candidate.ApplicationId,
            },
            cancellationToken);

    private async Task AdmitAsync(Participant candidate, CancellationToken cancellationToken)
    {
        // Either of the two may write; the other one confirms.
        var (dean, manager) = (candidate.Cohort.Dean.Session, candidate.Cohort.ProgrammeManager.Session);
        var (writer, other) = candidate.Place % 2 == 0 ? (dean, manager) : (manager, dean);
        var application = candidate.ApplicationId;
        await _intake.RecordHeldAsync(writer, application, cancellationToken);
        await _intake.JudgeAsync(writer, application, Texts.Fits("Leerwensen"), Texts.Fits("Motivatie"), Texts.Fits("Capaciteiten"), cancellationToken);
        if (candidate.Place == 0)
        {
            await stage.MustBeRefusedAsync(
                "A judgement confirmed by its own writer (R11)",
                () => _intake.ConfirmJudgementAsync(writer, application, cancellationToken),
                "intake.second-panel-member-needed");
            await stage.MustBeRefusedAsync(
                "Admission on the word of one panel member (R11)",
                () => _intake.AdmitAsync(dean, application, Texts.Admitted, cancellationToken),
                "intake.judgement-not-confirmed");
        }

        await _intake.ConfirmJudgementAsync(other, application, cancellationToken);
        if (candidate.Place == 0)
        {
            await stage.MustBeRefusedAsync(
                "Admission without the agreement of the employer",
                () => _intake.AdmitAsync(dean, application, Texts.Admitted, cancellationToken),
                "intake.employer-agreement-missing");
            await AgreeAsync(candidate, cancellationToken);
        }

        await _intake.AdmitAsync(dean, application, Texts.Admitted, cancellationToken);
    }

    private Task FindParticipationsAsync(Cohort cohort, CancellationToken cancellationToken) => stage.Patience.UntilAsync(
        $"everybody who was admitted to {cohort.Name} has a participation",
        async token =>
        {
            var admitted = cohort.Everybody.Where(participant => !participant.IsLeftBehind).ToList();
            var known = (await _scheduling.ParticipationsAsync(cohort.ProjectManager.Session, cohort.EditionId, token)).ToLookup(participation => participation.PersonId);
            if (!admitted.All(participant => known.Contains(participant.PersonId)))
            {
                return false;
            }

            admitted.ForEach(participant => participant.ParticipationId = known[participant.PersonId].First().Id);
            return true;
        },
        cancellationToken);
}
