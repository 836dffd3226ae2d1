using System.CommandLine;
using Metropool.Journey;

namespace Metropool.Tool.Platform;

/// <summary><c>restart NAME</c>: restarts the process of a service or server.</summary>
internal static class RestartCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A service, the gateway, postgres or broker." };
        var command = new Command("restart", "Restarts the process of a service or server.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var run = RunClient.Of(ToolEnvironment.Home);
            if (run is null || await run.PartsAsync(cancellationToken) is null)
            {
                return NotRunning.Report();
            }

            try
            {
                await run.RestartAsync(parsed.GetValue(name)!, cancellationToken);
                return 0;
            }
            catch (JourneyException exception)
            {
                return ErrorOutput.Write(exception.Message);
            }
        });
        return command;
    }
}
