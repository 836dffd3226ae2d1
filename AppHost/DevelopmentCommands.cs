using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.AppHost;

/// <summary>What is reset: the databases of the services, which are then made anew.</summary>
/// <param name="Postgres">The server.</param>
/// <param name="Services">The services; each has a database of its own name.</param>
/// <param name="Migrations">What prepares each of them.</param>
/// <param name="Demo">The demo, which is stopped if it runs.</param>
internal sealed record Resetting(
    IResourceWithConnectionString Postgres, IReadOnlyList<ProjectResource> Services, IReadOnlyList<ProjectResource> Migrations, ProjectResource Demo);

/// <summary>Commands of the dashboard that help in development; they stand with the gateway.</summary>
internal static class DevelopmentCommands
{
    // The system's own database, which every server has and to which one connects to drop another.
    private const string MaintenanceDatabase = "postgres";

    /// <summary>Plays the demo against the running platform.</summary>
    public static IResourceBuilder<ProjectResource> WithDemoCommand(this IResourceBuilder<ProjectResource> gateway, ProjectResource demo) =>
        gateway.WithCommand(
            "start-demo",
            "Start the demo",
            context => context.Services.GetRequiredService<ResourceCommandService>()
                .ExecuteCommandAsync(demo, KnownResourceCommands.StartCommand, context.CancellationToken),
            new CommandOptions
            {
                Description = "Takes a group from application to certificate. It moves programme time, and shows what it does in the console of "
                    + "the resource demo.",
                ConfirmationMessage = "The demo moves programme time for the whole platform, by some 18 months. Start it?",
                IconName = "Play",
                UpdateState = context => EnabledWhere(context.ResourceSnapshot.HealthStatus == HealthStatus.Healthy),
            });

    /// <summary>Drops all data and begins anew.</summary>
    public static IResourceBuilder<ProjectResource> WithResetCommand(this IResourceBuilder<ProjectResource> gateway, Resetting resetting) =>
        gateway.WithCommand(
            "reset-data",
            "Reset the data",
            context => ResetAsync(gateway.Resource, resetting, context),
            new CommandOptions
            {
                Description = "Stops the services, drops their databases, creates them again and starts the services.",
                ConfirmationMessage = "Everything in the databases of all services is lost. The demo users are created again with the same passwords. "
                    + "Reset the data?",
                IconName = "DatabaseWarning",
                // Not while it starts: what is being prepared would be dropped under it. It has ended where an earlier reset failed.
                UpdateState = context => EnabledWhere(
                    context.ResourceSnapshot.State is { Text: var state }
                    && (state == KnownResourceStates.Running || KnownResourceStates.TerminalStates.Contains(state))),
            });

    private static ResourceCommandState EnabledWhere(bool condition) => condition ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static async Task<ExecuteCommandResult> ResetAsync(ProjectResource gateway, Resetting resetting, ExecuteCommandContext context)
    {
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        var cancellationToken = context.CancellationToken;

        // The gateway first, as always: nothing new comes in. Who doesn't run has nothing to stop.
        foreach (var resource in (ProjectResource[])[resetting.Demo, gateway, .. resetting.Services])
        {
            if ((await StateOfAsync(notifications, resource, cancellationToken)).Snapshot.State?.Text == KnownResourceStates.Running)
            {
                await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken);
                await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.TerminalStates, cancellationToken);
            }
        }

        await DropAsync(resetting, context.Logger, cancellationToken);
        var faults = await Task.WhenAll(resetting.Migrations.Select(migration => RunAgainAsync(commands, notifications, migration, cancellationToken)));
        if (faults.OfType<string>().ToList() is { Count: > 0 } found)
        {
            return CommandResults.Failure(string.Join(' ', found));
        }

        foreach (var resource in (ProjectResource[])[.. resetting.Services, gateway])
        {
            var started = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken);
            if (!started.Success)
            {
                return CommandResults.Failure($"{resource.Name} doesn't start: {started.Message}");
            }
        }

        return CommandResults.Success("The data is reset.");
    }

    private static async Task DropAsync(Resetting resetting, ILogger logger, CancellationToken cancellationToken)
    {
        var server = await resetting.Postgres.GetConnectionStringAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The address of {resetting.Postgres.Name} is not known.");
        var settings = new NpgsqlConnectionStringBuilder(server) { Database = MaintenanceDatabase, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var service in resetting.Services)
        {
            // A name of ours, and no parameter: SQL takes none here.
            await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{service.Name}\" WITH (FORCE)", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
            logger.LogInformation("The database {Database} is dropped.", service.Name);
        }
    }

    /// <summary>Runs a migration once more, to its end.</summary>
    /// <returns>What went wrong, or null.</returns>
    private static async Task<string?> RunAgainAsync(
        ResourceCommandService commands, ResourceNotificationService notifications, ProjectResource migration, CancellationToken cancellationToken)
    {
        var before = (await StateOfAsync(notifications, migration, cancellationToken)).Snapshot.StartTimeStamp;
        var started = await commands.ExecuteCommandAsync(migration, KnownResourceCommands.StartCommand, cancellationToken);
        if (!started.Success)
        {
            return $"{migration.Name} doesn't start: {started.Message}";
        }

        // The end of this run, and not that of the one before.
        var ended = await notifications.WaitForResourceAsync(
            migration.Name,
            now => now.Snapshot.StartTimeStamp != before && now.Snapshot.State is { Text: var state } && KnownResourceStates.TerminalStates.Contains(state),
            cancellationToken);
        return ended.Snapshot.ExitCode == 0 ? null : $"{migration.Name} ended with {ended.Snapshot.ExitCode}: see its console.";
    }

    private static Task<ResourceEvent> StateOfAsync(ResourceNotificationService notifications, ProjectResource resource, CancellationToken cancellationToken) =>
        notifications.WaitForResourceAsync(resource.Name, _ => true, cancellationToken);
}
