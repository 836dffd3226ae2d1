using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>From application to participation: the interviews on the intake days, judged by both members of the panel (R10 to R15); who withdraws, and who comes instead.</summary>
internal sealed class Admission(Stage stage, World world)
{
    private readonly IntakeClient _intake = new(stage.Gateway);
    private readonly SchedulingClient _scheduling = new(stage.Gateway);
    private readonly Mailbox _mailbox = new(stage.MailFolder, stage.Patience);

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var turnedDown = world.Turns.Select(turns => turns.TurnedDown).ToList();
        await stage.StepAsync("Applications handed in", world.Candidates, ApplyAsync, cancellationToken);
        // Of the first of each group the employer is asked late: to see that there is no admission before.
        await stage.StepAsync("Employers asked, and agreed", [.. world.Candidates.Where(candidate => candidate.Place != 0 && !turnedDown.Contains(candidate))], AgreeAsync, cancellationToken);
        await stage.StepAsync("Employers asked, and refused", turnedDown, DisagreeAsync, cancellationToken);
        await stage.StepAsync("Refused: admission without interview, one panel member alone", world.Cohorts, TryTooEarlyAsync, cancellationToken);
        await stage.StepAsync("Intake interviews booked", world.Candidates, BookAsync, cancellationToken);
        foreach (var (number, day) in world.Calendar.IntakeDays.Index())
        {
            var seen = world.Candidates.Concat(world.Turns.Select(turns => turns.Successor)).Where(candidate => candidate.IntakeSlot / Calendar.InterviewsPerDay == number).ToList();
            if (seen.Count > 0)
            {
                await world.Time.MoveToEveningAsync(day, $"Intake day {number + 1} of {world.Calendar.IntakeDays.Count}", cancellationToken);
                await stage.StepAsync($"Intake day {number + 1}: interviews held, judged by both, admitted", seen, AdmitAsync, cancellationToken);
            }

            if (number == 0)
            {
                await SucceedAsync(cancellationToken);
            }
        }

        await GiveWayAsync(cancellationToken);

        await stage.StepAsync("Participations", world.Cohorts, FindParticipationsAsync, cancellationToken);
    }

    private async Task ApplyAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var text = Texts.Application(candidate, world.Calendar.Before.AddYears(-4));
        var application = await _intake.StartAsync(candidate.Session, candidate.Cohort.EditionId, text, cancellationToken);
        candidate.ApplicationId = application.Id;
        await _intake.SubmitAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
    }

    /// <summary>Somebody with a place withdraws; the employer names a successor, who takes that up and applies.</summary>
    private async Task SucceedAsync(CancellationToken cancellationToken)
    {
        await stage.StepAsync("Somebody withdraws, and the employer names a successor", [.. world.Turns.Select(turns => turns.LeavesEarly)], async (leaving, token) =>
        {
            await WithdrawAsync(leaving, token);
            var (successor, employer) = (leaving.Cohort.Turns!.Successor, leaving.Employer.Machine);
            var held = await _intake.HeldPlaceAsync(employer, leaving.Cohort.EditionId, token);
            await _intake.NominateAsync(employer, leaving.Cohort.EditionId, held, Texts.NameOf(successor), successor.Email, token);
        }, cancellationToken);
        await stage.StepAsync("The successor takes the nomination up, and applies", [.. world.Turns.Select(turns => turns.Successor)], async (successor, token) =>
        {
            var code = await _mailbox.CodeAsync(successor.Email, "/intake/nomination", token);
            successor.ApplicationId = (await _intake.AcceptNominationAsync(successor.Session, code, token)).Id;
            await stage.MustBeRefusedAsync("A nomination that was taken up, taken up again", () => _intake.AcceptNominationAsync(successor.Session, code, token), "intake.nomination-unknown");
            await _intake.ChangeAsync(successor.Session, successor.ApplicationId, Texts.Application(successor, world.Calendar.Before.AddYears(-4)), token);
            await _intake.SubmitAsync(successor.Session, successor.ApplicationId, token);
            await AgreeAsync(successor, token);
            await BookAsync(successor, token);
        }, cancellationToken);
    }

    /// <summary>The group is full, and somebody waits; another withdraws, whose employer names nobody.</summary>
    private Task GiveWayAsync(CancellationToken cancellationToken) => stage.StepAsync("Somebody waits, another withdraws, and the place is offered and taken", [.. world.Turns.Select(turns => turns.Waiting)], async (waiting, token) =>
    {
        var (leaving, edition) = (waiting.Cohort.Turns!.LeavesLate, waiting.Cohort.EditionId);
        await _intake.AdmitAsync(waiting.Cohort.Dean.Session, waiting.ApplicationId, Texts.Admitted, token);
        if ((await _intake.ApplicationAsync(waiting.Session, waiting.ApplicationId, token)).Status is not "waitListed" and var status)
        {
            stage.Miss($"{waiting.Name} is {status} although {waiting.Cohort.Name} was full (R15).");
        }

        await WithdrawAsync(leaving, token);
        await stage.MustBeRefusedAsync("A place that is held for an employer, taken by who waits", () => _intake.AcceptOfferAsync(waiting.Session, waiting.ApplicationId, token), "intake.no-open-offer");
        await _intake.GiveUpPlaceAsync(leaving.Employer.Contact, await _intake.HeldPlaceAsync(leaving.Employer.Contact, edition, token), token);
        await _intake.AcceptOfferAsync(waiting.Session, waiting.ApplicationId, token);
    }, cancellationToken);

    // Once there is a participation: it ends with the admission.
    private async Task WithdrawAsync(Participant leaving, CancellationToken cancellationToken)
    {
        await stage.Patience.UntilAsync(
            $"{leaving.Name} has a participation",
            async token => (await _scheduling.ParticipationsAsync(leaving.Cohort.ProjectManager.Session, leaving.Cohort.EditionId, token)).Any(participation => participation.PersonId == leaving.PersonId),
            cancellationToken);
        await _intake.WithdrawAsync(leaving.Session, leaving.ApplicationId, cancellationToken);
    }

    private async Task DisagreeAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var agreement = await _intake.AskAgreementAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
        await _intake.RefuseAgreementAsync(candidate.Employer.Contact, agreement, Texts.NoBudget, cancellationToken);
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
            new Booking("intake", candidate.Cohort.EditionId, Calendar.InterviewStart(world.Calendar.IntakeDays, candidate.IntakeSlot), Calendar.InterviewMinutes, panel)
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

        if (candidate == candidate.Cohort.Turns?.TurnedDown)
        {
            await stage.MustBeRefusedAsync(
                "Admission after the employer refused",
                () => _intake.AdmitAsync(dean, application, Texts.Admitted, cancellationToken),
                "intake.employer-agreement-missing");
            await _intake.RejectAsync(dean, application, Texts.NotAgreed, cancellationToken);
            return;
        }

        // Who is to wait is decided on when the group is full.
        if (candidate != candidate.Cohort.Turns?.Waiting)
        {
            await _intake.AdmitAsync(dean, application, Texts.Admitted, cancellationToken);
        }
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
