using System.Net;
using System.Security.Cryptography;
using System.Text;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metropool.AppHost.Local;

/// <summary>
/// The HTTP server for the commands <c>status</c>, <c>restart</c> and <c>service</c>. It listens on loopback, and requires the key in
/// <see cref="ControlAddress"/>.
/// </summary>
internal sealed class ControlServer(
    LocalFolder folder,
    RunParts parts,
    ResourceCommandService commands,
    ResourceNotificationService notifications,
    IHostApplicationLifetime lifetime) : IAsyncDisposable
{
    private WebApplication? _server;

    /// <summary>Starts the server and writes its address to the file.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var converter in ControlAddress.Json.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
        _server = builder.Build();

        ControlAddress? address = null;
        _server.Use((context, next) => HasKey(context.Request, address!.Key) ? next(context) : Refuse(context));
        _server.MapGet("/parts", () => parts.All);
        _server.MapPost("/parts/{name}/restart", RestartAsync);
        _server.MapGet("/parts/{name}/program", Program);

        await _server.StartAsync(cancellationToken);
        var listening = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        address = ControlAddress.Create(new Uri(listening));
        address.Write(folder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ControlAddress.Delete(folder);
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static bool HasKey(HttpRequest request, string key) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {key}"));

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private async Task<IResult> RestartAsync(string name, CancellationToken cancellationToken)
    {
        if (parts.All.All(part => part.Name != name || part.Kind is not (RunPartKind.Service or RunPartKind.Server)))
        {
            return Results.NotFound();
        }

        var former = parts.SnapshotOf(name)?.StartTimeStamp;
        parts.BeginRestart(name);
        try
        {
            var restarted = await commands.ExecuteCommandAsync(name, KnownResourceCommands.RestartCommand, cancellationToken);
            if (!restarted.Success)
            {
                return Results.Conflict(lifetime.ApplicationStopping.IsCancellationRequested ? "Metropool is stopping." : restarted.Message);
            }

            // The orchestrator may report the end of the former process after the command.
            var started = await notifications.WaitForResourceAsync(
                name,
                resource => HasFailedToStart(resource.Snapshot)
                    || (resource.Snapshot.StartTimeStamp != former && HasStartedOrEnded(resource.Snapshot)),
                cancellationToken);
            return started.Snapshot.HealthStatus == HealthStatus.Healthy
                ? Results.NoContent()
                : Results.Conflict("its process ended before it was healthy. See its log.");
        }
        catch (DistributedApplicationException exception)
        {
            return Results.Conflict(exception.Message);
        }
        finally
        {
            parts.EndRestart(name);
        }
    }

    private static bool HasFailedToStart(CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.FailedToStart;

    private static bool HasStartedOrEnded(CustomResourceSnapshot snapshot) =>
        snapshot.HealthStatus == HealthStatus.Healthy || KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private IResult Program(string name)
    {
        if (parts.All.FirstOrDefault(part => part.Name == name)?.Kind != RunPartKind.Service || parts.SnapshotOf(name) is not { } snapshot)
        {
            return Results.NotFound();
        }

        var environment = snapshot.EnvironmentVariables.Where(variable => variable is { IsFromSpec: true, Value: not null });
        return Results.Ok(new RunProgram(
            Property(snapshot, "executable.path").ToString()!,
            [.. (IEnumerable<string>)Property(snapshot, "executable.args")],
            Property(snapshot, "executable.workDir").ToString()!,
            environment.ToDictionary(variable => variable.Name, variable => variable.Value!)));
    }

    private static object Property(CustomResourceSnapshot snapshot, string name) =>
        snapshot.Properties.First(property => property.Name == name).Value ?? throw new InvalidOperationException($"The orchestrator has no property {name}.");
}
