using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.AppHost;

/// <summary>The resources of a reset, which drops the databases of the services and creates them again.</summary>
/// <param name="Postgres">The server.</param>
/// <param name="Services">The services. The database of a service has its name.</param>
/// <param name="Migrations">The migrations of the services.</param>
/// <param name="Demo">The demo, which is stopped if it is running.</param>
internal sealed record ResetTargets(
    IResourceWithConnectionString Postgres, IReadOnlyList<ProjectResource> Services, IReadOnlyList<ProjectResource> Migrations, ProjectResource Demo);

/// <summary>Commands for developers, which the dashboard shows at the gateway.</summary>
internal static class DevelopmentCommands
{
    // The database that every server has, to connect to while another one is dropped.
    private const string MaintenanceDatabase = "postgres";

    /// <summary>Adds the command that runs the demo against the running platform.</summary>
    public static IResourceBuilder<ProjectResource> WithDemoCommand(this IResourceBuilder<ProjectResource> gateway, ProjectResource demo) =>
        gateway.WithCommand(
            "start-demo",
            "Start the demo",
            context => context.Services.GetRequiredService<ResourceCommandService>()
                .ExecuteCommandAsync(demo, KnownResourceCommands.StartCommand, context.CancellationToken),
            new CommandOptions
            {
                Description = "Takes a group from application to certificate. It moves programme time. The console of the resource demo shows its progress.",
                ConfirmationMessage = "The demo moves programme time by about 18 months for the whole platform. Start it?",
                IconName = "Play",
                UpdateState = context => EnabledIf(context.ResourceSnapshot.HealthStatus == HealthStatus.Healthy),
            });

    /// <summary>Adds the command that deletes all data.</summary>
    public static IResourceBuilder<ProjectResource> WithResetCommand(this IResourceBuilder<ProjectResource> gateway, ResetTargets targets) =>
        gateway.WithCommand(
            "reset-data",
            "Reset the data",
            context => ResetAsync(gateway.Resource, targets, context),
            new CommandOptions
            {
                Description = "Stops the services, drops their databases, creates them again and starts the services.",
                ConfirmationMessage = "This deletes all data of all services. The demo users are created again with the same passwords. Reset the data?",
                IconName = "DatabaseWarning",
                // Disabled during the start, when the databases are being created. After a failed reset, the gateway is stopped.
                UpdateState = context => EnabledIf(
                    context.ResourceSnapshot.State is { Text: var state }
                    && (state == KnownResourceStates.Running || KnownResourceStates.TerminalStates.Contains(state))),
            });

    private static ResourceCommandState EnabledIf(bool condition) => condition ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static async Task<ExecuteCommandResult> ResetAsync(ProjectResource gateway, ResetTargets targets, ExecuteCommandContext context)
    {
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        var cancellationToken = context.CancellationToken;

        // The gateway first, so that no more requests arrive.
        foreach (var resource in (ProjectResource[])[targets.Demo, gateway, .. targets.Services])
        {
            if ((await StateOfAsync(notifications, resource, cancellationToken)).Snapshot.State?.Text == KnownResourceStates.Running)
            {
                await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, cancellationToken);
                await notifications.WaitForResourceAsync(resource.Name, KnownResourceStates.TerminalStates, cancellationToken);
            }
        }

        await DropAsync(targets, context.Logger, cancellationToken);
        var failures = await Task.WhenAll(targets.Migrations.Select(migration => RunAgainAsync(commands, notifications, migration, cancellationToken)));
        if (failures.OfType<string>().ToList() is { Count: > 0 } messages)
        {
            return CommandResults.Failure(string.Join(' ', messages));
        }

        foreach (var resource in (ProjectResource[])[.. targets.Services, gateway])
        {
            var started = await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken);
            if (!started.Success)
            {
                return CommandResults.Failure($"{resource.Name} doesn't start: {started.Message}");
            }
        }

        return CommandResults.Success("The data has been reset.");
    }

    private static async Task DropAsync(ResetTargets targets, ILogger logger, CancellationToken cancellationToken)
    {
        var server = await targets.Postgres.GetConnectionStringAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The connection string of {targets.Postgres.Name} is unknown.");
        var settings = new NpgsqlConnectionStringBuilder(server) { Database = MaintenanceDatabase, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var service in targets.Services)
        {
            // The name is a constant of ours. DROP DATABASE takes no parameter.
            await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{service.Name}\" WITH (FORCE)", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
            logger.LogInformation("The database {Database} has been dropped.", service.Name);
        }
    }

    /// <summary>Runs a migration again and waits for its end.</summary>
    /// <returns>The failure, or null.</returns>
    private static async Task<string?> RunAgainAsync(
        ResourceCommandService commands, ResourceNotificationService notifications, ProjectResource migration, CancellationToken cancellationToken)
    {
        var before = (await StateOfAsync(notifications, migration, cancellationToken)).Snapshot.StartTimeStamp;
        var started = await commands.ExecuteCommandAsync(migration, KnownResourceCommands.StartCommand, cancellationToken);
        if (!started.Success)
        {
            return $"{migration.Name} doesn't start: {started.Message}";
        }

        // Ignores the end of the previous run.
        var ended = await notifications.WaitForResourceAsync(
            migration.Name,
            current => current.Snapshot.StartTimeStamp != before
                && current.Snapshot.State is { Text: var state }
                && KnownResourceStates.TerminalStates.Contains(state),
            cancellationToken);
        return ended.Snapshot.ExitCode == 0 ? null : $"{migration.Name} failed with exit code {ended.Snapshot.ExitCode}: see its console.";
    }

    private static Task<ResourceEvent> StateOfAsync(ResourceNotificationService notifications, ProjectResource resource, CancellationToken cancellationToken) =>
        notifications.WaitForResourceAsync(resource.Name, _ => true, cancellationToken);
}
