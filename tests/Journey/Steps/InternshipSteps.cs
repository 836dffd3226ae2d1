using Metropool.Journey.Clients;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>Module 5: four weeks at an organisation that is new to the participant (R25 to R32), included in the assessment by an event (R31).</summary>
internal sealed class InternshipSteps(StepRunner runner, Scenario scenario)
{
    private const string InternshipCompleted = "internship-completed";
    private const int HoursPerDay = 8;
    private static readonly TimeOnly PresentationTime = new(15, 0);

    /// <summary>The minutes that each participant logs for each day of the internship.</summary>
    public const int MinutesPerDay = HoursPerDay * 60;

    private readonly InternshipClient _internship = new(runner.Gateway);
    private readonly AssessmentClient _assessment = new(runner.Gateway);

    public async Task RunAsync(PlannedModule module, CancellationToken cancellationToken)
    {
        var participants = scenario.Participants;
        var days = module.Days.Select(day => new WorkedDay(day, MinutesPerDay)).ToList();
        var presentedAt = AmsterdamTime.At(module.Days[^1], PresentationTime);
        await runner.RunAsync(
            "Placements proposed and approved", participants, (participant, token) => ArrangePlacementAsync(participant, module, token), cancellationToken);
        await scenario.Time.MoveToEveningAsync(module.Days[^1], "End of the internship", cancellationToken);
        await runner.RunAsync(
            "Internship hours logged",
            participants,
            (participant, token) => _internship.LogAsync(participant.Session, participant.InternshipId, days, token),
            cancellationToken);
        await runner.RunAsync("Refused: certificate before the internship is completed", scenario.Cohorts, TryCertificateAsync, cancellationToken);
        await runner.RunAsync("Internship reports submitted", participants, SubmitReportAsync, cancellationToken);
        await runner.RunAsync(
            "Internships presented",
            participants,
            (participant, token) => _internship.RecordPresentationAsync(
                participant.Cohort.ProgrammeManager.Session, participant.InternshipId, presentedAt, token),
            cancellationToken);
        await runner.RunAsync("Internships included in the assessment", scenario.Cohorts, WaitUntilIncludedAsync, cancellationToken);
    }

    private async Task ArrangePlacementAsync(Participant participant, PlannedModule module, CancellationToken cancellationToken)
    {
        var dean = participant.Cohort.Dean.Session;
        await _internship.StateEmploymentAsync(participant.Session, participant.InternshipId, ["Demoprovincie"], cancellationToken);
        if (participant.Index == 0)
        {
            var atEmployer = Placement(participant.Employer.Name, "NL", module);
            await runner.ExpectRefusalAsync(
                "An internship at the participant's own employer (R26)",
                () => _internship.ProposeAsync(participant.Session, participant.InternshipId, atEmployer, cancellationToken),
                "internship.host-is-known");
        }

        await _internship.ProposeAsync(participant.Session, participant.InternshipId, PlacementOf(participant, module), cancellationToken);
        await _internship.ApproveAsync(dean, participant.InternshipId, cancellationToken);
    }

    private async Task TryCertificateAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var participant = cohort.FirstActive;
        var requirements = await _assessment.RequirementsAsync(participant.Session, participant.AssessmentId, cancellationToken);
        if (requirements.Items.SingleOrDefault(item => item.Code == InternshipCompleted) is not { Met: false })
        {
            runner.AddMissing($"The requirements of {participant.Name} don't show that the internship is not completed.");
        }

        var refusal = await runner.ExpectRefusalAsync(
            "A certificate before the internship is completed (R39)",
            () => _assessment.IssueCertificateAsync(cohort.Dean.Session, participant.AssessmentId, scenario.Calendar.ClosingEvent, cancellationToken),
            "assessment.requirements-missing");
        if (refusal is not null && refusal.Errors.All(fault => fault.Where != InternshipCompleted))
        {
            runner.AddMissing($"The refusal of a certificate for {participant.Name} doesn't name the internship: {refusal}.");
        }
    }

    private async Task SubmitReportAsync(Participant participant, CancellationToken cancellationToken)
    {
        await _internship.WriteReportAsync(
            participant.Session, participant.InternshipId, SampleTexts.Insights, SampleTexts.Reflection, cancellationToken);
        await _internship.SubmitReportAsync(participant.Session, participant.InternshipId, cancellationToken);
    }

    private Task WaitUntilIncludedAsync(Cohort cohort, CancellationToken cancellationToken) => runner.Retry.WaitForAsync(
        $"the internships of {cohort.Name} in Assessment (R31)",
        async token =>
        {
            var included = (await _assessment.ListAsync(cohort.ProgrammeManager.Session, cohort.EditionId, token))
                .Where(file => file.InternshipIncludedAt is not null)
                .Select(file => file.Id)
                .ToHashSet();
            return cohort.Participants.Where(participant => !participant.HasFailed).All(participant => included.Contains(participant.AssessmentId));
        },
        cancellationToken);

    private static PlacementRequest PlacementOf(Participant participant, PlannedModule module) => participant.Index % 3 == 0
        ? Placement("Câmara Municipal de demonstração", "PT", module)
        : Placement($"Demo-uitvoeringsdienst {participant.Index + 1}", "NL", module);

    private static PlacementRequest Placement(string host, string country, PlannedModule module) => new(
        new PlacementHost(host, country, "public"),
        [new PlacementPeriod(module.Days[0], module.Days[^1], 5 * HoursPerDay)],
        "Een organisatie die ik niet ken en die het heel anders aanpakt.",
        new LearningLines("Hoe deze organisatie het vraagstuk benadert.", "Werken zonder bekende verbanden."),
        "Wat kan mijn gemeente van deze aanpak leren?",
        new PlacementSupervisor("Begeleider stageplek"));
}
