using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>From application to participation: intake interviews, judgements and decisions (R10 to R15), withdrawals and replacements.</summary>
internal sealed class AdmissionSteps(StepRunner runner, Scenario scenario)
{
    private readonly IntakeClient _intake = new(runner.Gateway);
    private readonly SchedulingClient _scheduling = new(runner.Gateway);
    private readonly MailFolder _mail = new(runner.MailFolder, runner.Retry);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var refusedByEmployer = scenario.Replacements.Select(replacements => replacements.RefusedByEmployer).ToList();
        // The first candidate of each group requests the agreement later, so that an admission without it can be tried.
        var agreed = scenario.Candidates.Where(candidate => candidate.Index != 0 && !refusedByEmployer.Contains(candidate)).ToList();
        await runner.RunAsync("Applications submitted", scenario.Candidates, ApplyAsync, cancellationToken);
        await runner.RunAsync("Employer agreements granted", agreed, GrantAgreementAsync, cancellationToken);
        await runner.RunAsync("Employer agreements refused", refusedByEmployer, RefuseAgreementAsync, cancellationToken);
        await runner.RunAsync("Refused: admission without interview, panel of one member", scenario.Cohorts, TryWithoutInterviewAsync, cancellationToken);
        await runner.RunAsync("Intake interviews booked", scenario.Candidates, BookAsync, cancellationToken);
        foreach (var (number, day) in scenario.Calendar.IntakeDays.Index())
        {
            var interviewed = scenario.Candidates
                .Concat(scenario.Replacements.Select(replacements => replacements.Successor))
                .Where(candidate => candidate.IntakeSlot / Calendar.InterviewsPerDay == number)
                .ToList();
            if (interviewed.Count > 0)
            {
                var reason = $"Intake day {number + 1} of {scenario.Calendar.IntakeDays.Count}";
                await scenario.Time.MoveToEveningAsync(day, reason, cancellationToken);
                await runner.RunAsync($"Intake day {number + 1}: interviewed, judged and admitted", interviewed, AdmitAsync, cancellationToken);
            }

            if (number == 0)
            {
                await FillBySuccessorsAsync(cancellationToken);
            }
        }

        await FillFromWaitingListAsync(cancellationToken);
        await runner.RunAsync("Participations created", scenario.Cohorts, FindParticipationsAsync, cancellationToken);
    }

    private async Task ApplyAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var content = SampleTexts.Application(candidate, scenario.Calendar.PreparationDay.AddYears(-4));
        var application = await _intake.StartAsync(candidate.Session, candidate.Cohort.EditionId, content, cancellationToken);
        candidate.ApplicationId = application.Id;
        await _intake.SubmitAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
    }

    /// <summary>An admitted candidate withdraws. The employer nominates a successor, who accepts and applies.</summary>
    private async Task FillBySuccessorsAsync(CancellationToken cancellationToken)
    {
        var withdrawing = scenario.Replacements.Select(replacements => replacements.EarlyWithdrawal).ToList();
        var successors = scenario.Replacements.Select(replacements => replacements.Successor).ToList();
        await runner.RunAsync("Candidates withdrawn, successors nominated", withdrawing, NominateSuccessorAsync, cancellationToken);
        await runner.RunAsync("Nominations accepted by successors", successors, ApplyAsSuccessorAsync, cancellationToken);
    }

    private async Task NominateSuccessorAsync(Participant withdrawing, CancellationToken cancellationToken)
    {
        await WithdrawAsync(withdrawing, cancellationToken);
        var (successor, employer, edition) = (withdrawing.Cohort.Replacements!.Successor, withdrawing.Employer.Client, withdrawing.Cohort.EditionId);
        var succession = await _intake.HeldPlaceAsync(employer, edition, cancellationToken);
        await _intake.NominateAsync(employer, edition, succession, SampleTexts.NameOf(successor), successor.Email, cancellationToken);
    }

    private async Task ApplyAsSuccessorAsync(Participant successor, CancellationToken cancellationToken)
    {
        var code = await _mail.CodeAsync(successor.Email, "/intake/nomination", cancellationToken);
        successor.ApplicationId = (await _intake.AcceptNominationAsync(successor.Session, code, cancellationToken)).Id;
        await runner.ExpectRefusalAsync(
            "A nomination accepted twice",
            () => _intake.AcceptNominationAsync(successor.Session, code, cancellationToken),
            "intake.nomination-unknown");
        var content = SampleTexts.Application(successor, scenario.Calendar.PreparationDay.AddYears(-4));
        await _intake.ChangeAsync(successor.Session, successor.ApplicationId, content, cancellationToken);
        await _intake.SubmitAsync(successor.Session, successor.ApplicationId, cancellationToken);
        await GrantAgreementAsync(successor, cancellationToken);
        await BookAsync(successor, cancellationToken);
    }

    /// <summary>An admitted candidate withdraws from a full edition. The employer waives the place, and it is offered to the waiting list.</summary>
    private Task FillFromWaitingListAsync(CancellationToken cancellationToken) => runner.RunAsync(
        "Places offered to the waiting list and accepted",
        [.. scenario.Replacements.Select(replacements => replacements.WaitListed)],
        AcceptOfferAsync,
        cancellationToken);

    private async Task AcceptOfferAsync(Participant waitListed, CancellationToken cancellationToken)
    {
        var (withdrawing, edition) = (waitListed.Cohort.Replacements!.LateWithdrawal, waitListed.Cohort.EditionId);
        await _intake.AdmitAsync(waitListed.Cohort.Dean.Session, waitListed.ApplicationId, SampleTexts.Admitted, cancellationToken);
        var status = (await _intake.ApplicationAsync(waitListed.Session, waitListed.ApplicationId, cancellationToken)).Status;
        if (status != "waitListed")
        {
            runner.AddMissing($"The application of {waitListed.Name} is {status}, although {waitListed.Cohort.Name} was full (R15).");
        }

        await WithdrawAsync(withdrawing, cancellationToken);
        await runner.ExpectRefusalAsync(
            "A place held for an employer, accepted from the waiting list",
            () => _intake.AcceptOfferAsync(waitListed.Session, waitListed.ApplicationId, cancellationToken),
            "intake.no-open-offer");
        var contact = withdrawing.Employer.Contact;
        await _intake.WaiveSuccessionAsync(contact, await _intake.HeldPlaceAsync(contact, edition, cancellationToken), cancellationToken);
        await _intake.AcceptOfferAsync(waitListed.Session, waitListed.ApplicationId, cancellationToken);
    }

    // Waits for the participation, because the withdrawal ends it.
    private async Task WithdrawAsync(Participant withdrawing, CancellationToken cancellationToken)
    {
        var cohort = withdrawing.Cohort;
        await runner.Retry.WaitForAsync(
            $"the participation of {withdrawing.Name}",
            async token => (await _scheduling.ParticipationsAsync(cohort.ProjectManager.Session, cohort.EditionId, token))
                .Any(participation => participation.PersonId == withdrawing.PersonId),
            cancellationToken);
        await _intake.WithdrawAsync(withdrawing.Session, withdrawing.ApplicationId, cancellationToken);
    }

    private async Task RefuseAgreementAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var agreement = await _intake.RequestAgreementAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
        await _intake.RefuseAgreementAsync(candidate.Employer.Contact, agreement, SampleTexts.NoBudget, cancellationToken);
    }

    // Half of the agreements are granted by the employer's client, half by its contact.
    private async Task GrantAgreementAsync(Participant candidate, CancellationToken cancellationToken)
    {
        var employer = candidate.Employer;
        var agreement = await _intake.RequestAgreementAsync(candidate.Session, candidate.ApplicationId, cancellationToken);
        Session session = candidate.Index % 2 == 0 ? employer.Contact : employer.Client;
        await _intake.GrantAgreementAsync(session, agreement, employer.Name, cancellationToken);
    }

    private async Task TryWithoutInterviewAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var candidate = cohort.FirstActive;
        await runner.ExpectRefusalAsync(
            "Admission without an interview (R10)",
            () => _intake.AdmitAsync(cohort.Dean.Session, candidate.ApplicationId, SampleTexts.Admitted, cancellationToken),
            "intake.interview-not-held");
        await runner.ExpectRefusalAsync(
            "An intake interview by the dean alone (R11)",
            () => BookAsync(candidate, [cohort.Dean], cancellationToken),
            "scheduling.panel-incomplete");
    }

    private Task BookAsync(Participant candidate, CancellationToken cancellationToken) =>
        BookAsync(candidate, [candidate.Cohort.Dean, candidate.Cohort.ProgrammeManager], cancellationToken);

    private Task<InterviewResponse> BookAsync(Participant candidate, IReadOnlyList<StaffMember> panel, CancellationToken cancellationToken)
    {
        var startsAt = Calendar.InterviewStart(scenario.Calendar.IntakeDays, candidate.IntakeSlot);
        var booking = new Booking("intake", candidate.Cohort.EditionId, startsAt, Calendar.InterviewMinutes, panel) { ApplicationId = candidate.ApplicationId };
        return _scheduling.BookAsync(candidate.Cohort.ProjectManager.Session, booking, cancellationToken);
    }

    private async Task AdmitAsync(Participant candidate, CancellationToken cancellationToken)
    {
        // Either panel member can write the judgement; the other one confirms it.
        var (dean, manager) = (candidate.Cohort.Dean.Session, candidate.Cohort.ProgrammeManager.Session);
        var (author, other) = candidate.Index % 2 == 0 ? (dean, manager) : (manager, dean);
        var application = candidate.ApplicationId;
        await _intake.RecordHeldAsync(author, application, cancellationToken);
        await _intake.JudgeAsync(
            author,
            application,
            SampleTexts.Fits("Leerwensen"),
            SampleTexts.Fits("Motivatie"),
            SampleTexts.Fits("Capaciteiten"),
            cancellationToken);
        if (candidate.Index == 0)
        {
            await runner.ExpectRefusalAsync(
                "A judgement confirmed by its author (R11)",
                () => _intake.ConfirmJudgementAsync(author, application, cancellationToken),
                "intake.second-panel-member-needed");
            await runner.ExpectRefusalAsync(
                "Admission on an unconfirmed judgement (R11)",
                () => _intake.AdmitAsync(dean, application, SampleTexts.Admitted, cancellationToken),
                "intake.judgement-not-confirmed");
        }

        await _intake.ConfirmJudgementAsync(other, application, cancellationToken);
        if (candidate.Index == 0)
        {
            await runner.ExpectRefusalAsync(
                "Admission without the employer's agreement",
                () => _intake.AdmitAsync(dean, application, SampleTexts.Admitted, cancellationToken),
                "intake.employer-agreement-missing");
            await GrantAgreementAsync(candidate, cancellationToken);
        }

        if (candidate == candidate.Cohort.Replacements?.RefusedByEmployer)
        {
            await runner.ExpectRefusalAsync(
                "Admission after the employer refused",
                () => _intake.AdmitAsync(dean, application, SampleTexts.Admitted, cancellationToken),
                "intake.employer-agreement-missing");
            await _intake.RejectAsync(dean, application, SampleTexts.NotAgreed, cancellationToken);
            return;
        }

        // The candidate for the waiting list is decided on when the edition is full.
        if (candidate != candidate.Cohort.Replacements?.WaitListed)
        {
            await _intake.AdmitAsync(dean, application, SampleTexts.Admitted, cancellationToken);
        }
    }

    private Task FindParticipationsAsync(Cohort cohort, CancellationToken cancellationToken) => runner.Retry.WaitForAsync(
        $"a participation for every admitted candidate of {cohort.Name}",
        async token =>
        {
            var admitted = cohort.Enrolled.Where(participant => !participant.HasFailed).ToList();
            var participations = (await _scheduling.ParticipationsAsync(cohort.ProjectManager.Session, cohort.EditionId, token))
                .ToLookup(participation => participation.PersonId);
            if (!admitted.All(participant => participations.Contains(participant.PersonId)))
            {
                return false;
            }

            admitted.ForEach(participant => participant.ParticipationId = participations[participant.PersonId].First().Id);
            return true;
        },
        cancellationToken);
}
