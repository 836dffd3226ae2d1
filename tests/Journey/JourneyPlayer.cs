using System.Diagnostics;
using System.Text.Json.Nodes;
using Metropool.Journey.Gateway;
using Metropool.Journey.Play;

namespace Metropool.Journey;

/// <summary>Plays the journey of one or more groups, from application to certificate.</summary>
public static class JourneyPlayer
{
    /// <summary>Plays it. Who fails is left behind, with the reason in the report; the others go on.</summary>
    /// <param name="options">What, and where.</param>
    /// <param name="progress">Told of every step, from several threads.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="JourneyException">It can't begin: the platform or its demo users are not there, or the edition file is none or can't be planned.</exception>
    public static async Task<JourneyReport> PlayAsync(JourneyOptions options, IProgress<JourneyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = Stopwatch.StartNew();
        using var gateway = new GatewayClient(options.Url, new Patience(options.Patience), options.Through);
        var stage = new Stage(options, gateway, progress);
        var edition = await EditionFile.ReadAsync(options.EditionFile, cancellationToken);
        var world = await new Casting(options, stage).CastAsync(edition, cancellationToken);
        try
        {
            await PlayAsync(stage, world, edition, cancellationToken);
        }
        catch (JourneyException e)
        {
            stage.Miss($"The journey ended early: {e.Message}");
        }

        return new JourneyReport
        {
            Url = options.Url,
            Participants = options.Participants,
            Editions = [.. world.Cohorts.Select(cohort => cohort.Name)],
            Certificates = world.Participants.Count(participant => participant.HasCertificate),
            Elapsed = clock.Elapsed,
            Steps = stage.Steps,
            Refused = stage.Refused,
            Counts = stage.Counts,
            Requests = gateway.Statistics.Figures(),
            Repeats = gateway.Patience.Repeats,
            Missing = stage.Missing,
        };
    }

    private static async Task PlayAsync(Stage stage, World world, JsonNode edition, CancellationToken cancellationToken)
    {
        var modules = new Modules(stage, world);
        var interviews = new Interviews(stage, world);
        var reckoning = new Reckoning(stage, world);

        await new Preparation(stage, world).PlayAsync(edition, cancellationToken);
        await new Admission(stage, world).PlayAsync(cancellationToken);
        await modules.PlanAsync(cancellationToken);
        foreach (var module in world.Calendar.Modules)
        {
            if (module.IsInternship)
            {
                await new Internships(stage, world).PlayAsync(module, cancellationToken);
                await modules.WriteChaptersAsync(module, cancellationToken);
            }
            else
            {
                await modules.PlayAsync(module, cancellationToken);
            }

            // After the second and the fourth module: there are two (R36).
            if (module.Number is 2 or 4)
            {
                if (module.Number == 2)
                {
                    await interviews.TrySeatAsync(module.Days[0].AddDays(7), cancellationToken);
                }

                await interviews.PlayDevelopmentAsync(module.Number == 2 ? "First" : "Second", module.Days[0].AddDays(7), cancellationToken);
            }
        }

        await interviews.PlayFinalAsync(cancellationToken);
        await reckoning.HandOutAsync(cancellationToken);
        await reckoning.CountAsync(cancellationToken);
    }
}
