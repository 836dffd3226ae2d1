using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>The taught modules and the final module: module days, attendance and logbook (R4, R18 to R20, R35).</summary>
internal sealed class ModuleSteps(StepRunner runner, Scenario scenario)
{
    private readonly SchedulingClient _scheduling = new(runner.Gateway);
    private readonly InternshipClient _internship = new(runner.Gateway);
    private readonly AssessmentClient _assessment = new(runner.Gateway);

    /// <summary>Releases the editions with their findings acknowledged, and plans the module days.</summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        await runner.RunAsync("Editions released, module days planned", scenario.Cohorts, PlanAsync, cancellationToken);
        await runner.RunAsync("Assessment and internship files created", scenario.Cohorts, FindFilesAsync, cancellationToken);
        await runner.RunAsync(
            "Challenges written",
            scenario.Enrolled,
            (participant, token) => _assessment.WriteChallengeAsync(participant.Session, participant.AssessmentId, SampleTexts.Challenge, token),
            cancellationToken);
    }

    /// <summary>Moves to the end of a module, records its attendance and submits its logbook chapters.</summary>
    public async Task RunAsync(PlannedModule module, CancellationToken cancellationToken)
    {
        if (module.Number == 1)
        {
            await runner.RunAsync("Refused: absence from module 1", Absentees(), TryAbsenceAsync, cancellationToken);
        }

        await scenario.Time.MoveToEveningAsync(module.Days[^1].AddDays(1), $"End of module {module.Number}", cancellationToken);
        await runner.RunAsync(
            $"Module {module.Number}: attendance recorded",
            scenario.Cohorts,
            (cohort, token) => RecordAttendanceAsync(cohort, module, token),
            cancellationToken);
        if (module.Number == 1)
        {
            await runner.RunAsync("Participations ended after missing module 1", Absentees(), EndAsync, cancellationToken);
            await runner.RunAsync(
                "Learning plans written",
                scenario.Participants,
                (participant, token) => _assessment.WriteLearningPlanAsync(
                    participant.Session, participant.AssessmentId, SampleTexts.LearningPlan, token),
                cancellationToken);
        }

        await SubmitChaptersAsync(module, cancellationToken);
        if (module.Number == 1)
        {
            await runner.RunAsync("Refused: logbook of another participant", scenario.Cohorts, TryReadLogbookAsync, cancellationToken);
        }
    }

    /// <summary>Submits the logbook chapter of every participant.</summary>
    public Task SubmitChaptersAsync(PlannedModule module, CancellationToken cancellationToken) => runner.RunAsync(
        $"Module {module.Number}: logbook chapters submitted",
        scenario.Participants,
        (participant, token) => _assessment.SubmitChapterAsync(
            participant.Session, participant.AssessmentId, module.Number, SampleTexts.Insights, SampleTexts.Reflection, token),
        cancellationToken);

    private async Task PlanAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var (programmeManager, projectManager) = (cohort.ProgrammeManager.Session, cohort.ProjectManager.Session);
        if ((await _scheduling.FindingsAsync(programmeManager, cohort.EditionId, cancellationToken)).Length > 0)
        {
            await runner.ExpectRefusalAsync(
                "Release with unacknowledged findings (R3)",
                () => _scheduling.ReleaseAsync(programmeManager, cohort.EditionId, null, cancellationToken),
                "scheduling.findings-open");
        }
        else if (runner.EditionHasFindings)
        {
            runner.AddMissing($"{cohort.Name} has no findings, although its file contradicts itself (R3).");
        }

        await _scheduling.ReleaseAsync(programmeManager, cohort.EditionId, SampleTexts.Acknowledgement, cancellationToken);
        foreach (var module in scenario.Calendar.Modules.Where(module => !module.IsInternship))
        {
            foreach (var (number, day) in module.Days.Index())
            {
                await _scheduling.AddModuleDayAsync(projectManager, cohort.EditionId, module.Number, day, evening: number == 0, cancellationToken);
            }
        }
    }

    private Task FindFilesAsync(Cohort cohort, CancellationToken cancellationToken) => runner.Retry.WaitForAsync(
        $"an assessment file and an internship file for every participant of {cohort.Name}",
        async token =>
        {
            var (session, edition) = (cohort.ProjectManager.Session, cohort.EditionId);
            var internships = (await _internship.ListAsync(session, edition, token)).ToLookup(file => file.PersonId);
            var assessments = (await _assessment.ListAsync(session, edition, token)).ToLookup(file => file.PersonId);
            var participants = cohort.Enrolled.Where(participant => !participant.HasFailed).ToList();
            if (!participants.All(participant => internships.Contains(participant.PersonId) && assessments.Contains(participant.PersonId)))
            {
                return false;
            }

            foreach (var participant in participants)
            {
                participant.InternshipId = internships[participant.PersonId].First().Id;
                participant.AssessmentId = assessments[participant.PersonId].First().Id;
            }

            return true;
        },
        cancellationToken);

    private async Task RecordAttendanceAsync(Cohort cohort, PlannedModule module, CancellationToken cancellationToken)
    {
        var session = cohort.ProjectManager.Session;
        var days = (await _scheduling.ModuleDaysAsync(session, cohort.EditionId, cancellationToken)).Where(day => day.ModuleNumber == module.Number);
        foreach (var day in days)
        {
            var presences = cohort.Participants
                .Where(participant => !participant.HasFailed)
                .Select(participant => new Presence(participant.ParticipationId, true));
            if (cohort.Absentee is { HasFailed: false } absentee && module.Number == 1)
            {
                presences = presences.Append(new Presence(absentee.ParticipationId, false));
            }

            await _scheduling.RecordAttendanceAsync(session, day.Id, presences, cancellationToken);
        }
    }

    private List<Participant> Absentees() => [.. scenario.Cohorts.Select(cohort => cohort.Absentee).OfType<Participant>()];

    private async Task TryAbsenceAsync(Participant absentee, CancellationToken cancellationToken)
    {
        var days = await _scheduling.ModuleDaysAsync(absentee.Session, absentee.Cohort.EditionId, cancellationToken);
        var day = days.First(day => day.ModuleNumber == 1);
        await runner.ExpectRefusalAsync(
            "An absence from module 1 (R20)",
            () => _scheduling.RequestAbsenceAsync(absentee.Session, absentee.ParticipationId, day.Id, SampleTexts.OtherObligations, cancellationToken),
            "scheduling.module-one-cannot-be-missed");
    }

    private async Task EndAsync(Participant absentee, CancellationToken cancellationToken)
    {
        var dean = absentee.Cohort.Dean.Session;
        await runner.Retry.WaitForAsync(
            "the proposal to end the participation after missing module 1",
            async token => (await _scheduling.ProposalsAsync(dean, absentee.Cohort.EditionId, token))
                .Any(proposal => proposal.ParticipationId == absentee.ParticipationId),
            cancellationToken);
        var status = (await _scheduling.AttendanceAsync(absentee.Session, absentee.ParticipationId, cancellationToken)).Status;
        if (status != "failed")
        {
            runner.AddMissing($"The attendance status of a participant who missed module 1 is \"{status}\" instead of \"failed\".");
        }

        var heardOn = scenario.Calendar.Modules[0].Days[^1];
        await _scheduling.EndAsync(dean, absentee.ParticipationId, SampleTexts.MissedModuleOne, heardOn, cancellationToken);
        await runner.ExpectRefusalAsync(
            "A certificate after missing module 1 (R20)",
            () => _assessment.IssueCertificateAsync(dean, absentee.AssessmentId, scenario.Calendar.ClosingEvent, cancellationToken),
            "assessment.requirements-missing",
            "assessment.participation-ended");
    }

    private async Task TryReadLogbookAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var author = cohort.FirstActive;
        if (scenario.Enrolled.FirstOrDefault(participant => participant != author) is { } other)
        {
            await TryAsync("another participant", other.Session, "assessment.file-unknown", "assessment.logbook-forbidden");
        }

        await TryAsync("the employer's contact", author.Employer.Contact, "assessment.file-unknown", "assessment.logbook-forbidden");
        await TryAsync("the employer's client", author.Employer.Client, "assessment.file-unknown", "assessment.logbook-forbidden", "request.forbidden");
        await TryAsync("the project manager", cohort.ProjectManager.Session, "assessment.logbook-forbidden");
        await TryAsync("a trainer who isn't booked", cohort.Trainer.Session, "assessment.file-unknown", "assessment.logbook-forbidden");

        Task TryAsync(string reader, Session session, params string[] codes) => runner.ExpectRefusalAsync(
            $"A logbook read by {reader} (R46)", () => _assessment.LogbookAsync(session, author.AssessmentId, cancellationToken), codes);
    }
}
