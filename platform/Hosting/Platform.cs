using System.Reflection;
using MassTransit;
using Metropool.Hosting.Idempotency;
using Metropool.Hosting.Keys;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Jobs;
using Metropool.Messaging;
using Metropool.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Hosting;

/// <summary>The host of a service: defaults, HTTP API, database, messaging, programme time, and commands.</summary>
public static class Platform
{
    /// <summary>The exit code for an unknown command (<c>EX_USAGE</c> of sysexits).</summary>
    public const int UnknownCommandExitCode = 64;

    private const int UnknownMigrationsExitCode = 1;

    // EX_UNAVAILABLE of sysexits.
    private const int UnavailableExitCode = 69;

    private const int MaxAttempts = 60;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Adds the platform. The database is <c>ConnectionStrings:&lt;service&gt;</c>, the broker <c>ConnectionStrings:broker</c>.</summary>
    public static WebApplicationBuilder AddPlatform<TDbContext>(this WebApplicationBuilder builder, ApiDescription api, Assembly consumers)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(api);

        builder.Host.UseDefaultServiceProvider(options => (options.ValidateOnBuild, options.ValidateScopes) = (true, true));
        builder.AddServiceDefaults();
        builder.AddServiceApi(api);
        builder.Services.AddSettingsCondition((configuration, _) => ConnectionStrings.Faults(configuration, api.Name));
        builder.Services.AddExceptionHandler<DatabaseFailures>();
        builder.Services.AddSingleton<IKeySetStore, CachedKeySetStore<TDbContext>>();
        builder.Services.AddDbContext<TDbContext>((services, options) => options
            .UseNpgsql(ServiceDatabase.ConnectionString(services.GetRequiredService<IConfiguration>().GetConnectionString(api.Name)), npgsql => npgsql
                .MigrationsHistoryTable(HistoryRepository.DefaultTableName)
                // A single query reads a consistent state. Queries of several large collections are split explicitly.
                .UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))
            .UseSnakeCaseNamingConvention()
            .ReplaceService<IDbContextTransactionManager, NestedTransactions>()
            // EF Core also throws these; the exception handler logs them.
            .ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug))));
        builder.Services.AddScoped<IdempotentRequests<TDbContext>>();
        builder.Services.AddScoped<IIdempotentRequests>(services => services.GetRequiredService<IdempotentRequests<TDbContext>>());
        builder.Services.AddScoped<IStoredResponses>(services => services.GetRequiredService<IdempotentRequests<TDbContext>>());
        builder.Services.AddJob<IdempotencyCleanupJob>(TimeSpan.FromHours(1));
        builder.Services.AddSingleton<DatabaseCheck<TDbContext>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck<TDbContext>>("database");
        builder.AddServiceMessaging<TDbContext, WebApplicationBuilder>(api.Name, consumers, bus => bus
            .AddConsumer<ProgrammeTimeMovedConsumer<TDbContext>>()
            .Endpoint(endpoint => endpoint.Name = $"{api.Name}-programme-time-moved"));

        builder.Services.TryAddSingleton(services => new ProgrammeClock(TimeProvider.System));
        builder.Services.AddSingleton<ProgrammeTimeUpdater<TDbContext>>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ProgrammeTimeUpdater<TDbContext>>());
        builder.Services.AddHealthChecks().AddCheck<ProgrammeTimeUpdater<TDbContext>>("programme-time");
        return builder;
    }

    /// <summary>Adds the tables of messaging, programme time, cached keys and stored responses to a service's model.</summary>
    public static void AddPlatform(this ModelBuilder model)
    {
        model.AddMessaging();
        model.AddProgrammeTime();
        model.AddCachedKeySet();
        model.AddIdempotentResponses();
    }

    /// <summary>Maps <c>GET /programme-time</c> in Development, so that tests can wait until a move is applied.</summary>
    public static IEndpointRouteBuilder MapProgrammeTime(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            routes.MapGet("/programme-time", GetProgrammeTime).RequireAuthorization()
                .WithName("GetProgrammeTime").WithSummary("Get programme time").WithTags("Programme time")
                .WithDescription("The time that the rules of the programme use in this service. Development only.");
        }

        return routes;
    }

    /// <summary>
    /// Runs the command in the arguments, or the service without a command. <c>migrate</c> prepares database and broker, <c>announce</c> publishes the
    /// current state again, <c>release-parked</c> releases events that the broker refused too often, and <c>errors</c>, <c>replay-errors</c> and
    /// <c>discard-error</c> are for messages that no consumer could handle. A service can have other commands.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunServiceAsync<TDbContext>(this WebApplication app, string[] args, params ServiceCommand[] serviceCommands)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(serviceCommands);
        if (!app.AreSettingsValid())
        {
            return SettingsRegistration.WrongSettingsExitCode;
        }

        if (args is not [{ Length: > 0 } name, .. var rest] || name[0] is '-' or '/' || name.Contains('='))
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }

        // Standard output is for the result of the command.
        app.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.LogToStandardErrorThreshold = LogLevel.Trace;

        // Arguments with '=' are settings.
        string[] words = [.. rest.Where(argument => !argument.Contains('='))];
        try
        {
            return await RunCommandAsync<TDbContext>(app, name, words, serviceCommands);
        }
        catch (Exception e) when (DatabaseFailures.IsUnusable(e) || e is BrokerUnreachableException)
        {
            app.Logger.LogError("The command {Command} failed: {Reason}", name, e.GetBaseException().Message);
            return UnavailableExitCode;
        }
    }

    private static async Task<int> RunCommandAsync<TDbContext>(WebApplication app, string name, string[] words, ServiceCommand[] serviceCommands)
        where TDbContext : DbContext
    {
        switch (name, words)
        {
            case ("migrate", []):
                return await MigrateAsync<TDbContext>(app);
            case ("announce", []):
                return await AnnounceAsync(app);
            case ("release-parked", []):
                return await ReleaseParkedAsync(app);
            case ("errors", []):
                return await ErrorCommands.ListAsync(app);
            case ("replay-errors", [] or [_]):
                return await ErrorCommands.ReplayAsync(app, words.FirstOrDefault());
            case ("discard-error", [var id]):
                return await ErrorCommands.DiscardAsync(app, id);
            case var _ when serviceCommands.FirstOrDefault(command => command.Name == name) is { } command:
                return await command.RunAsync(app.Services, words);
            default:
                string[] shared = ["migrate", "announce", "release-parked", "errors", "replay-errors [ID]", "discard-error ID"];
                Console.Error.WriteLine(
                    $"{app.Environment.ApplicationName} has no command '{string.Join(' ', [name, .. words])}'. "
                    + $"Its commands are {string.Join(", ", [.. shared, .. serviceCommands.Select(command => command.Name)])}; "
                    + "without a command it serves requests.");
                return UnknownCommandExitCode;
        }
    }

    private static async Task<int> MigrateAsync<TDbContext>(WebApplication app)
        where TDbContext : DbContext
    {
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TDbContext>().Database;
        await WaitForDatabaseAsync(database, app.Logger);
        var unknown = (await database.GetAppliedMigrationsAsync()).Except(database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            app.Logger.LogError(
                "The database has migrations that this version doesn't know ({Migrations}): it belongs to a newer version, or to one before the first release. "
                + "Run that version, or drop the database and migrate again.",
                string.Join(", ", unknown));
            return UnknownMigrationsExitCode;
        }

        await database.MigrateAsync();
        await app.Services.DeployTopologyAsync();
        app.Logger.LogInformation("Database and broker are ready.");
        return 0;
    }

    // The server can still be starting. After the last attempt the command fails.
    private static async Task WaitForDatabaseAsync(DatabaseFacade database, ILogger logger)
    {
        for (var left = MaxAttempts; ; left--)
        {
            try
            {
                await database.GetService<IRelationalDatabaseCreator>().ExistsAsync();
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsUnavailable(e) && left > 1)
            {
                logger.LogWarning("Waiting for the database: {Reason}", e.GetBaseException().Message);
                await Task.Delay(RetryPause);
            }
        }
    }

    private static async Task<int> AnnounceAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var count = 0;
        foreach (var announcer in scope.ServiceProvider.GetServices<IAnnouncer>())
        {
            count += await announcer.AnnounceAsync(scope.ServiceProvider.GetRequiredService<IPublishEndpoint>(), CancellationToken.None);
        }

        app.Logger.LogInformation("{Count} states were published.", count);
        return 0;
    }

    private static async Task<int> ReleaseParkedAsync(WebApplication app)
    {
        var count = await app.Services.ReleaseParkedAsync();
        app.Logger.LogInformation("{Count} parked events were released.", count);
        return 0;
    }

    private static Ok<ProgrammeTime> GetProgrammeTime(ProgrammeClock clock) =>
        TypedResults.Ok(new ProgrammeTime(clock.GetUtcNow(), clock.Version));

    /// <summary>Programme time as the service knows it.</summary>
    /// <param name="Now">The time, UTC.</param>
    /// <param name="Version">The number of moves; 0 where it was never moved.</param>
    private sealed record ProgrammeTime(DateTimeOffset Now, long Version);
}

/// <summary>A command of a service.</summary>
/// <param name="Name">The first argument.</param>
/// <param name="RunAsync">Runs the command with the other arguments, without settings; returns the exit code.</param>
public sealed record ServiceCommand(string Name, Func<IServiceProvider, IReadOnlyList<string>, Task<int>> RunAsync);
