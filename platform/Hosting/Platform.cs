using System.Reflection;
using MassTransit;
using Metropool.Hosting.Idempotency;
using Metropool.Hosting.Keys;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
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
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using RabbitMQ.Client.Exceptions;

namespace Metropool.Hosting;

/// <summary>What the process of every service is made of: defaults, HTTP API, database, messaging, programme time, and the commands <c>migrate</c> and <c>announce</c>.</summary>
public static class Platform
{
    /// <summary>The exit code after a command that there isn't (<c>EX_USAGE</c> of sysexits).</summary>
    public const int UnknownCommandExitCode = 64;

    private const int UnknownMigrationsExitCode = 1;

    // EX_UNAVAILABLE of sysexits.
    private const int UnavailableExitCode = 69;

    private const int MostTries = 60;
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Adds all of it. The database is <c>ConnectionStrings:&lt;service&gt;</c>, the broker <c>ConnectionStrings:broker</c>.</summary>
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
        builder.Services.AddSingleton<IKeySetStore, KeptKeySetStore<TDbContext>>();
        builder.Services.AddDbContext<TDbContext>((services, options) => options
            .UseNpgsql(ServiceDatabase.ConnectionString(services.GetRequiredService<IConfiguration>().GetConnectionString(api.Name)), npgsql => npgsql
                .MigrationsHistoryTable(HistoryRepository.DefaultTableName)
                // What is read is whole, as it was at one moment. Where several collections with many rows are read at once, the query says that it is to be split.
                .UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery))
            .UseSnakeCaseNamingConvention()
            .ReplaceService<IDbContextTransactionManager, JoiningTransactions>()
            // Each of these is thrown as well, and told of once by whoever handles it.
            .ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug))));
        builder.Services.AddScoped<IdempotentRequests<TDbContext>>();
        builder.Services.AddScoped<IIdempotentRequests>(services => services.GetRequiredService<IdempotentRequests<TDbContext>>());
        builder.Services.AddScoped<IKeptAnswers>(services => services.GetRequiredService<IdempotentRequests<TDbContext>>());
        builder.Services.AddHostedService<IdempotencyPurge>();
        builder.Services.AddSingleton<DatabaseCheck<TDbContext>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck<TDbContext>>("database");
        builder.AddServiceMessaging<TDbContext, WebApplicationBuilder>(api.Name, consumers, bus => bus
            .AddConsumer<ProgrammeTimeMovedConsumer<TDbContext>>()
            .Endpoint(endpoint => endpoint.Name = $"{api.Name}-programme-time-moved"));

        builder.Services.TryAddSingleton(services => new ProgrammeClock(TimeProvider.System));
        builder.Services.AddSingleton<ProgrammeTimeFollower<TDbContext>>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ProgrammeTimeFollower<TDbContext>>());
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration("programme-time", services => services.GetRequiredService<ProgrammeTimeFollower<TDbContext>>(), null, null));
        return builder;
    }

    /// <summary>Adds the tables of messaging, programme time, Identity's keys and kept answers to a service's model.</summary>
    public static void AddPlatform(this ModelBuilder model)
    {
        model.AddMessaging();
        model.AddProgrammeTime();
        model.AddKeptKeySet();
        model.AddIdempotentAnswers();
    }

    /// <summary>Maps <c>GET /programme-time</c> in development: what a test asks to know that a move has arrived.</summary>
    public static IEndpointRouteBuilder MapProgrammeTime(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            routes.MapGet("/programme-time", GetProgrammeTime).RequireAuthorization()
                .WithName("GetProgrammeTime").WithSummary("Programme time").WithDescription("What time the rules of the programme go by in this service. Development only.").WithTags("Programme time");
        }

        return routes;
    }

    /// <summary>
    /// Runs the command that the arguments name: none serves, <c>migrate</c> prepares database and broker, <c>announce</c> publishes the current state again,
    /// <c>release-parked</c> lets events go that the broker had refused too often; <c>errors</c>, <c>replay-errors</c> and <c>discard-error</c> are for what no
    /// consumer could handle; and what the service has of its own.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunServiceAsync<TDbContext>(this WebApplication app, string[] args, params ServiceCommand[] own)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(own);
        if (!app.SettingsAreRight())
        {
            return SettingsRegistration.WrongSettingsExitCode;
        }

        if (args is not [{ Length: > 0 } name, .. var rest] || name[0] is '-' or '/' || name.Contains('='))
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }

        // Standard output is for what the command was asked for.
        app.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.LogToStandardErrorThreshold = LogLevel.Trace;

        // What has a '=' is a setting. Every other word means something, or the command isn't the one that was meant.
        string[] words = [.. rest.Where(argument => !argument.Contains('='))];
        try
        {
            return await RunCommandAsync<TDbContext>(app, name, words, own);
        }
        catch (Exception e) when (DatabaseFailures.IsUnusable(e) || e is BrokerUnreachableException)
        {
            app.Logger.LogError("The command {Command} can't be carried out: {Reason}", name, e.GetBaseException().Message);
            return UnavailableExitCode;
        }
    }

    private static async Task<int> RunCommandAsync<TDbContext>(WebApplication app, string name, string[] words, ServiceCommand[] own)
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
            case var _ when own.FirstOrDefault(command => command.Name == name) is { } command:
                return await command.RunAsync(app.Services, words);
            default:
                Console.Error.WriteLine($"{app.Environment.ApplicationName} has no command '{string.Join(' ', [name, .. words])}'. There are {string.Join(", ", ["migrate", "announce", "release-parked", "errors", "replay-errors [ID]", "discard-error ID", .. own.Select(o => o.Name)])}; without a command it serves.");
                return UnknownCommandExitCode;
        }
    }

    private static async Task<int> MigrateAsync<TDbContext>(WebApplication app)
        where TDbContext : DbContext
    {
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TDbContext>().Database;
        await AnsweringAsync(database, app.Logger);
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

    // A server that is still starting is waited for; one that isn't there ends the command with the last reason.
    private static async Task AnsweringAsync(DatabaseFacade database, ILogger logger)
    {
        for (var left = MostTries; ; left--)
        {
            try
            {
                await database.GetService<IRelationalDatabaseCreator>().ExistsAsync();
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e) && left > 1)
            {
                logger.LogWarning("The database doesn't answer yet: {Reason}", e.GetBaseException().Message);
                await Task.Delay(PauseBetweenTries);
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

        app.Logger.LogInformation("{Count} states are announced.", count);
        return 0;
    }

    private static async Task<int> ReleaseParkedAsync(WebApplication app)
    {
        var count = await app.Services.ReleaseParkedAsync();
        app.Logger.LogInformation("{Count} parked events are due again.", count);
        return 0;
    }

    private static Ok<ProgrammeTime> GetProgrammeTime(ProgrammeClock clock) =>
        TypedResults.Ok(new ProgrammeTime(clock.GetUtcNow(), clock.Version));

    /// <summary>Programme time as a service knows it.</summary>
    /// <param name="Now">The time, UTC.</param>
    /// <param name="Version">Which move it comes from; 0 where it was never moved.</param>
    private sealed record ProgrammeTime(DateTimeOffset Now, long Version);
}

/// <summary>A command that one service has.</summary>
/// <param name="Name">The first argument.</param>
/// <param name="RunAsync">What it does, with the words after the first, which are no settings; returns the exit code.</param>
public sealed record ServiceCommand(string Name, Func<IServiceProvider, IReadOnlyList<string>, Task<int>> RunAsync);
