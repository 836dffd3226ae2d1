using Metropool.Journey.Clients;

namespace Metropool.Journey.Play;

/// <summary>The taught modules and the final one: days, attendance, logbook (R4, R18 to R20, R35).</summary>
internal sealed class Modules(Stage stage, World world)
{
    private readonly SchedulingClient _scheduling = new(stage.Gateway);
    private readonly AssessmentClient _assessment = new(stage.Gateway);

    /// <summary>Releases the programme, with its contradictions acknowledged, and plans the days of the modules.</summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        await stage.StepAsync("Findings read, programme released, module days planned", world.Cohorts, PlanAsync, cancellationToken);
        await stage.StepAsync("Assessment and internship files", world.Cohorts, FindFilesAsync, cancellationToken);
        await stage.StepAsync("Challenges begun", world.Everybody, (participant, token) =>
            _assessment.WriteChallengeAsync(participant.Session, participant.AssessmentId, Texts.Challenge, token), cancellationToken);
    }

    /// <summary>Lives through a module: its days, who was there, and a chapter afterwards.</summary>
    public async Task PlayAsync(PlannedModule module, CancellationToken cancellationToken)
    {
        if (module.Number == 1)
        {
            await stage.StepAsync("Refused: missing module 1", Absentees(), TryMissModuleOneAsync, cancellationToken);
        }

        await world.Time.MoveToEveningAsync(module.Days[^1].AddDays(1), $"Module {module.Number} is over", cancellationToken);
        await stage.StepAsync($"Module {module.Number}: attendance", world.Cohorts, (cohort, token) => RecordAttendanceAsync(cohort, module, token), cancellationToken);
        if (module.Number == 1)
        {
            await stage.StepAsync("Module 1 missed: proposed to the dean, who ends the participation", Absentees(), EndAsync, cancellationToken);
            await stage.StepAsync("Learning plans begun", world.Participants, (participant, token) =>
                _assessment.WriteLearningPlanAsync(participant.Session, participant.AssessmentId, Texts.LearningPlan, token), cancellationToken);
        }

        await WriteChaptersAsync(module, cancellationToken);
        if (module.Number == 1)
        {
            await stage.StepAsync("Refused: somebody else's logbook", world.Cohorts, TryReadLogbookAsync, cancellationToken);
        }
    }

    /// <summary>A chapter of the logbook, by everybody.</summary>
    public Task WriteChaptersAsync(PlannedModule module, CancellationToken cancellationToken) =>
        stage.StepAsync($"Module {module.Number}: logbook chapters", world.Participants, (participant, token) =>
            _assessment.WriteChapterAsync(participant.Session, participant.AssessmentId, module.Number, Texts.Insights, Texts.Reflection, token), cancellationToken);

    private async Task PlanAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var (manager, logistics) = (cohort.ProgrammeManager.Session, cohort.ProjectManager.Session);
        if ((await _scheduling.FindingsAsync(manager, cohort.EditionId, cancellationToken)).Length > 0)
        {
            await stage.MustBeRefusedAsync(
                "Release with findings that nobody acknowledged (R3)",
                () => _scheduling.ReleaseAsync(manager, cohort.EditionId, null, cancellationToken),
                "scheduling.findings-open");
        }
        else if (stage.EditionHasFindings)
        {
            stage.Miss($"{cohort.Name} has no findings, although its file contradicts itself (R3).");
        }

        await _scheduling.ReleaseAsync(manager, cohort.EditionId, Texts.Acknowledgement, cancellationToken);
        foreach (var module in world.Calendar.Modules.Where(module => !module.IsInternship))
        {
            foreach (var (number, day) in module.Days.Index())
            {
                await _scheduling.AddModuleDayAsync(logistics, cohort.EditionId, module.Number, day, evening: number == 0, cancellationToken);
            }
        }
    }

    private Task FindFilesAsync(Cohort cohort, CancellationToken cancellationToken) => stage.Patience.UntilAsync(
        $"every participant of {cohort.Name} has an assessment file and an internship file",
        async token =>
        {
            var internships = (await new InternshipClient(stage.Gateway).ListAsync(cohort.ProjectManager.Session, cohort.EditionId, token)).ToLookup(file => file.PersonId);
            var assessments = (await _assessment.ListAsync(cohort.ProjectManager.Session, cohort.EditionId, token)).ToLookup(file => file.PersonId);
            var participants = cohort.Everybody.Where(participant => !participant.IsLeftBehind).ToList();
            if (!participants.All(participant => internships.Contains(participant.PersonId) && assessments.Contains(participant.PersonId)))
            {
                return false;
            }

            participants.ForEach(participant =>
                (participant.InternshipId, participant.AssessmentId) = (internships[participant.PersonId].First().Id, assessments[participant.PersonId].First().Id));
            return true;
        },
        cancellationToken);

    private async Task RecordAttendanceAsync(Cohort cohort, PlannedModule module, CancellationToken cancellationToken)
    {
        var session = cohort.ProjectManager.Session;
        foreach (var day in (await _scheduling.ModuleDaysAsync(session, cohort.EditionId, cancellationToken)).Where(day => day.ModuleNumber == module.Number))
        {
            var presences = cohort.Participants.Where(participant => !participant.IsLeftBehind).Select(participant => new Presence(participant.ParticipationId, true));
            if (cohort.Absentee is { IsLeftBehind: false } absentee && module.Number == 1)
            {
                presences = presences.Append(new Presence(absentee.ParticipationId, false));
            }

            await _scheduling.RecordAttendanceAsync(session, day.Id, presences, cancellationToken);
        }
    }

    private List<Participant> Absentees() => [.. world.Cohorts.Where(cohort => cohort.Absentee is not null).Select(cohort => cohort.Absentee!)];

    private async Task TryMissModuleOneAsync(Participant absentee, CancellationToken cancellationToken)
    {
        var day = (await _scheduling.ModuleDaysAsync(absentee.Session, absentee.Cohort.EditionId, cancellationToken)).First(day => day.ModuleNumber == 1);
        await stage.MustBeRefusedAsync(
            "Leave to miss module 1 (R20)",
            () => _scheduling.AskAbsenceAsync(absentee.Session, absentee.ParticipationId, day.Id, "Andere verplichtingen.", cancellationToken),
            "scheduling.module-one-cannot-be-missed");
    }

    private async Task EndAsync(Participant absentee, CancellationToken cancellationToken)
    {
        var dean = absentee.Cohort.Dean.Session;
        await stage.Patience.UntilAsync(
            "the system proposes to end the participation of who missed module 1",
            async token => (await _scheduling.ProposalsAsync(dean, absentee.Cohort.EditionId, token)).Any(proposal => proposal.ParticipationId == absentee.ParticipationId),
            cancellationToken);
        var standing = (await _scheduling.AttendanceAsync(absentee.Session, absentee.ParticipationId, cancellationToken)).Standing;
        if (standing != "broken")
        {
            stage.Miss($"Who missed module 1 stands as \"{standing}\" with the attendance obligation, and not as \"broken\".");
        }

        await _scheduling.EndAsync(dean, absentee.ParticipationId, "Module 1 gemist; de deelnemer is gehoord en kan in de volgende editie instromen.", world.Calendar.Modules[0].Days[^1], cancellationToken);
        await stage.MustBeRefusedAsync(
            "Certificate for who missed module 1 (R20)",
            () => _assessment.IssueCertificateAsync(dean, absentee.AssessmentId, world.Calendar.ClosingEvent, cancellationToken),
            "assessment.requirements-missing",
            "assessment.participation-ended");
    }

    private async Task TryReadLogbookAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var written = cohort.Anybody;
        if (world.Everybody.FirstOrDefault(participant => participant != written) is { } other)
        {
            await TryAsync("Another participant", other.Session, "assessment.file-unknown", "assessment.logbook-not-for-you");
        }

        await TryAsync("The employer's contact", written.Employer.Contact, "assessment.file-unknown", "assessment.logbook-not-for-you");
        await TryAsync("The employer's client", written.Employer.Machine, "assessment.file-unknown", "assessment.logbook-not-for-you", "request.forbidden");
        await TryAsync("The project manager", cohort.ProjectManager.Session, "assessment.logbook-not-for-you");
        await TryAsync("A trainer who isn't booked", cohort.Trainer.Session, "assessment.file-unknown", "assessment.logbook-not-for-you");

        Task TryAsync(string who, Gateway.Session session, params string[] codes) => stage.MustBeRefusedAsync(
            $"{who} reads somebody's logbook (R46)", () => _assessment.LogbookAsync(session, written.AssessmentId, cancellationToken), codes);
    }
}
