using System.Text.Json.Nodes;
using Metropool.Journey.Clients;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>Imports the editions, appoints their teams and opens them for applications.</summary>
internal sealed class PreparationSteps(StepRunner runner, Scenario scenario)
{
    private readonly SchedulingClient _scheduling = new(runner.Gateway);
    private readonly IntakeClient _intake = new(runner.Gateway);

    public async Task RunAsync(JsonNode edition, CancellationToken cancellationToken)
    {
        await runner.RunAsync(
            "Programme time moved to before the intake",
            token => scenario.Time.MoveToEveningAsync(scenario.Calendar.PreparationDay, "Start of a demonstration", token),
            cancellationToken);
        await runner.RunAsync("Editions imported and opened", scenario.Cohorts, (cohort, token) => OpenAsync(cohort, edition, token), cancellationToken);
    }

    private async Task OpenAsync(Cohort cohort, JsonNode edition, CancellationToken cancellationToken)
    {
        var (manager, from) = (cohort.ProjectManager, scenario.Calendar.PreparationDay);
        var file = edition.DeepClone();
        file["name"] = cohort.Name;
        cohort.EditionId = (await _scheduling.ImportAsync(manager.Session, file, cancellationToken)).Id;
        await runner.ExpectRefusalAsync(
            "A project manager assigning themselves the role of dean (R46)",
            () => _scheduling.AppointAsync(manager.Session, cohort.EditionId, manager.PersonId, "dean", from, cancellationToken),
            "scheduling.own-role");
        foreach (var member in cohort.Team)
        {
            // An administrator appoints the dean, who appoints the others.
            var appointer = member == cohort.Dean ? scenario.Administrator : cohort.Dean.Session;
            await _scheduling.AppointAsync(appointer, cohort.EditionId, member.PersonId, member.Role, from, cancellationToken);
        }

        var (programmeManager, capacity) = (cohort.ProgrammeManager.Session, cohort.Enrolled.Count);
        await _scheduling.OpenAsync(programmeManager, cohort.EditionId, cancellationToken);
        await _intake.SetTermsAsync(programmeManager, cohort.EditionId, capacity, scenario.Calendar.Start, cancellationToken);
    }
}
