using System.Diagnostics;
using System.Text.Json.Nodes;
using Metropool.Journey.Gateway;
using Metropool.Journey.Scenarios;
using Metropool.Journey.Steps;

namespace Metropool.Journey;

/// <summary>Runs the journey of one or more groups, from application to certificate.</summary>
public static class JourneyRunner
{
    /// <summary>Runs a journey. A participant for whom a step fails doesn't continue; the report contains the reason.</summary>
    /// <param name="options">The options.</param>
    /// <param name="progress">Receives the progress of every step, from several threads.</param>
    /// <param name="cancellationToken"></param>
    /// <exception cref="JourneyException">The journey can't start: the platform or its demo users are missing, or the edition file is not usable.</exception>
    public static async Task<JourneyReport> RunAsync(JourneyOptions options, IProgress<JourneyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = Stopwatch.StartNew();
        using var gateway = new GatewayClient(options.Url, new RetryPolicy(options.Timeout), options.MessageHandler);
        var runner = new StepRunner(options, gateway, progress);
        var edition = await EditionFile.ReadAsync(options.EditionFile, cancellationToken);
        var scenario = await new ScenarioBuilder(options, runner).BuildAsync(edition, cancellationToken);
        try
        {
            await RunStepsAsync(runner, scenario, edition, cancellationToken);
        }
        catch (JourneyException e)
        {
            runner.AddMissing($"The journey ended early: {e.Message}");
        }

        return new JourneyReport
        {
            Url = options.Url,
            Participants = options.Participants,
            Editions = [.. scenario.Cohorts.Select(cohort => cohort.Name)],
            Certificates = scenario.Participants.Count(participant => participant.HasCertificate),
            Elapsed = clock.Elapsed,
            Steps = runner.Steps,
            Refused = runner.Refused,
            Counts = runner.Counts,
            Requests = gateway.Recorder.Summary(),
            Retries = gateway.Retry.Retries,
            Missing = runner.Missing,
        };
    }

    private static async Task RunStepsAsync(StepRunner runner, Scenario scenario, JsonNode edition, CancellationToken cancellationToken)
    {
        var modules = new ModuleSteps(runner, scenario);
        var interviews = new InterviewSteps(runner, scenario);

        await new PreparationSteps(runner, scenario).RunAsync(edition, cancellationToken);
        await new AdmissionSteps(runner, scenario).RunAsync(cancellationToken);
        await modules.PlanAsync(cancellationToken);
        foreach (var module in scenario.Calendar.Modules)
        {
            if (module.IsInternship)
            {
                await new InternshipSteps(runner, scenario).RunAsync(module, cancellationToken);
                await modules.SubmitChaptersAsync(module, cancellationToken);
            }
            else
            {
                await modules.RunAsync(module, cancellationToken);
            }

            // There are two development interviews: after the second and the fourth module (R36).
            var weekAfter = module.Days[0].AddDays(7);
            if (module.Number == 2)
            {
                await interviews.TrySelfAssignmentAsync(weekAfter, cancellationToken);
                await interviews.RunDevelopmentAsync("First", weekAfter, cancellationToken);
            }
            else if (module.Number == 4)
            {
                await interviews.RunDevelopmentAsync("Second", weekAfter, cancellationToken);
            }
        }

        await interviews.RunFinalAsync(cancellationToken);
        await new CertificateSteps(runner, scenario).RunAsync(cancellationToken);
        await new DataChecks(runner, scenario).RunAsync(cancellationToken);
    }
}
