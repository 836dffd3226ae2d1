using System.CommandLine;
using Metropool.Journey;

namespace Metropool.Tool.Platform;

/// <summary><c>restart NAME</c>: ends the process of a service or server and starts it again.</summary>
internal static class RestartCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A service, the gateway, postgres or broker." };
        var command = new Command("restart", "Ends the process of a service or server and starts it again.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var run = RunClient.Of(ToolEnvironment.Home);
            if (run is null || await run.PartsAsync(cancellationToken) is null)
            {
                return NotRunning.Complain();
            }

            try
            {
                await run.RestartAsync(parsed.GetValue(name)!, cancellationToken);
                return 0;
            }
            catch (JourneyException exception)
            {
                return Complaint.Make(exception.Message);
            }
        });
        return command;
    }
}
