using Metropool.Journey.Clients;

namespace Metropool.Journey.Play;

/// <summary>Module 5: four weeks at an organisation that is new to the participant (R25 to R32). Assessment learns of it by itself (R31).</summary>
internal sealed class Internships(Stage stage, World world)
{
    private const string InternshipCompleted = "internship-completed";
    private const int HoursPerDay = 8;
    private static readonly TimeOnly Meeting = new(15, 0);

    /// <summary>What everybody logs for each day of the internship.</summary>
    public const int MinutesPerDay = HoursPerDay * 60;

    private readonly InternshipClient _internship = new(stage.Gateway);
    private readonly AssessmentClient _assessment = new(stage.Gateway);

    public async Task PlayAsync(PlannedModule module, CancellationToken cancellationToken)
    {
        await stage.StepAsync("Placements proposed and approved", world.Participants, (participant, token) => FindPlaceAsync(participant, module, token), cancellationToken);
        await world.Time.MoveToEveningAsync(module.Days[^1], "The internship is over", cancellationToken);
        await stage.StepAsync("Internship hours logged", world.Participants, (participant, token) =>
            _internship.LogAsync(participant.Session, participant.InternshipId, module.Days.Select(day => new WorkedDay(day, MinutesPerDay)), token), cancellationToken);
        await stage.StepAsync("Refused: certificate before the internship is in", world.Cohorts, TryCertificateAsync, cancellationToken);
        await stage.StepAsync("Internship reports handed in", world.Participants, HandInAsync, cancellationToken);
        await stage.StepAsync("Internships presented", world.Participants, (participant, token) =>
            _internship.RecordPresentationAsync(participant.Cohort.ProgrammeManager.Session, participant.InternshipId, Amsterdam.At(module.Days[^1], Meeting), token), cancellationToken);
        await stage.StepAsync("Internships taken over by the final assessment", world.Cohorts, AwaitTakenOverAsync, cancellationToken);
    }

    private async Task FindPlaceAsync(Participant participant, PlannedModule module, CancellationToken cancellationToken)
    {
        var dean = participant.Cohort.Dean.Session;
        await _internship.StateEmploymentAsync(participant.Session, participant.InternshipId, ["Demoprovincie"], cancellationToken);
        if (participant.Place == 0)
        {
            await stage.MustBeRefusedAsync(
                "Internship at one's own employer (R26)",
                () => _internship.ProposeAsync(participant.Session, participant.InternshipId, Placement(participant.Employer.Name, "NL", module), cancellationToken),
                "internship.host-is-known");
        }

        await _internship.ProposeAsync(participant.Session, participant.InternshipId, Host(participant, module), cancellationToken);
        await _internship.ApproveAsync(dean, participant.InternshipId, cancellationToken);
    }

    private async Task TryCertificateAsync(Cohort cohort, CancellationToken cancellationToken)
    {
        var participant = cohort.Anybody;
        var table = await _assessment.RequirementsAsync(participant.Session, participant.AssessmentId, cancellationToken);
        if (table.Items.SingleOrDefault(item => item.Code == InternshipCompleted) is not { Met: false })
        {
            stage.Miss($"{participant.Name}'s table of requirements doesn't say that the internship is missing, while its report is.");
        }

        var refusal = await stage.MustBeRefusedAsync(
            "Certificate before the internship is in (R39)",
            () => _assessment.IssueCertificateAsync(cohort.Dean.Session, participant.AssessmentId, world.Calendar.ClosingEvent, cancellationToken),
            "assessment.requirements-missing");
        if (refusal is not null && refusal.Errors.All(fault => fault.Where != InternshipCompleted))
        {
            stage.Miss($"{participant.Name}'s certificate is refused without a word about the internship: {refusal}.");
        }
    }

    private async Task HandInAsync(Participant participant, CancellationToken cancellationToken)
    {
        await _internship.WriteReportAsync(participant.Session, participant.InternshipId, Texts.Insights, Texts.Reflection, cancellationToken);
        await _internship.SubmitReportAsync(participant.Session, participant.InternshipId, cancellationToken);
    }

    private Task AwaitTakenOverAsync(Cohort cohort, CancellationToken cancellationToken) => stage.Patience.UntilAsync(
        $"Assessment has the internships of {cohort.Name} by itself (R31)",
        async token =>
        {
            var taken = (await _assessment.ListAsync(cohort.ProgrammeManager.Session, cohort.EditionId, token))
                .Where(file => file.InternshipTakenOverAt is not null).Select(file => file.Id).ToHashSet();
            return cohort.Participants.Where(participant => !participant.IsLeftBehind).All(participant => taken.Contains(participant.AssessmentId));
        },
        cancellationToken);

    private static PlacementText Host(Participant participant, PlannedModule module) => participant.Place % 3 == 0
        ? Placement("Câmara Municipal de demonstração", "PT", module)
        : Placement($"Demo-uitvoeringsdienst {participant.Place + 1}", "NL", module);

    private static PlacementText Placement(string host, string country, PlannedModule module) => new(
        new HostText(host, country, "public"),
        [new PeriodText(module.Days[0], module.Days[^1], 5 * HoursPerDay)],
        "Een organisatie die ik niet ken en die het heel anders aanpakt.",
        new LearningLines("Hoe deze organisatie het vraagstuk benadert.", "Werken zonder bekende verbanden."),
        "Wat kan mijn gemeente van deze aanpak leren?",
        new SupervisorText("Begeleider stageplek"));
}
