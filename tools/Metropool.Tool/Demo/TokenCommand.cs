using System.CommandLine;
using Metropool.Journey;

namespace Metropool.Tool.Demo;

/// <summary><c>token NAME</c>: prints an access token for a demo user or a demo client of the running platform, and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The e-mail address of a demo user, or the part before the @, or the client id of a demo municipality, such as demogemeente-noord.",
        };
        var command = new Command("token", "Prints an access token for a demo user or for the client of a demo municipality.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var platform = ToolEnvironment.Journey(participants: 1, edition: null);
                await Console.Out.WriteLineAsync(await DemoTokens.OfAsync(platform.Url, platform.DemoUsersFile, parsed.GetValue(name)!, cancellationToken));
                return 0;
            }
            catch (JourneyException e)
            {
                return ErrorOutput.Write(e.Message);
            }
        });
        return command;
    }
}
