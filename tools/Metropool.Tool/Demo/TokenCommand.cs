using System.CommandLine;
using Metropool.Journey;

namespace Metropool.Tool.Demo;

/// <summary><c>token NAME</c>: an access token of a demo user or a demo client of the running platform, on standard output and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The address of a demo user or its part before the @, or the id of a municipality's client, such as demogemeente-noord." };
        var command = new Command("token", "Signs a demo user or a municipality's client in, and prints the access token.") { name };
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
                return Complaint.Make(e.Message);
            }
        });
        return command;
    }
}
