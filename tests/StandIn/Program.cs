using System.Diagnostics;
using System.Globalization;

// Stands in for a service, under whose name it is laid: ready at once, and it fails where a test tells it to.
var name = Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]).Replace("Metropool.", "", StringComparison.Ordinal).ToLowerInvariant();

if (args is ["migrate", ..])
{
    Console.WriteLine(Environment.GetEnvironmentVariable($"ConnectionStrings__{name}"));
    return IsToldTo("STANDIN_MIGRATION_FAILS") ? Fail("This migration was told to fail.") : 0;
}

if (args is ["errors", ..])
{
    Console.WriteLine($"{string.Join(' ', args)} of {name} in {Environment.GetEnvironmentVariable($"ConnectionStrings__{name}")}");
    return 7;
}

if (IsToldTo("STANDIN_DIES"))
{
    return Fail("This service was told to die.");
}

if (Environment.GetEnvironmentVariable("Metropool__Identity__DemoUsersFile") is { } file)
{
    await File.WriteAllTextAsync(file, """
        {"users":[{"userName":"decaan@demo.metropool.example","password":"a\u002Bb\"c","roles":["staff","administrator"]},
                  {"userName":"deelnemer@demo.metropool.example","password":"second","roles":[]}],
         "clients":[{"clientId":"demogemeente-noord"}]}
        """);
}

var app = WebApplication.Create(args);
app.MapGet("/health", () => IsToldTo("STANDIN_NEVER_READY") ? Results.StatusCode(503) : Results.Ok());
app.MapGet("/die", () => Environment.Exit(Fail("This service was asked to die.")));
if (Environment.GetEnvironmentVariable("STANDIN_STOPS") is { } stops)
{
    // A file each, with a clock that all processes share: they stop at once, and one file would let only one of them in.
    app.Lifetime.ApplicationStopping.Register(() => File.WriteAllText(Path.Combine(stops, name), Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));
}

await app.RunAsync();
return 0;

bool IsToldTo(string variable) => Environment.GetEnvironmentVariable(variable) == name;

static int Fail(string reason)
{
    Console.Error.WriteLine(reason);
    return 3;
}
