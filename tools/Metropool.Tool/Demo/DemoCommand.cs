using System.CommandLine;
using Metropool.Journey;
using Spectre.Console;

namespace Metropool.Tool.Demo;

/// <summary><c>demo [--participants N] [--edition FILE] [--json]</c>: plays the journey against the running platform.</summary>
internal static class DemoCommand
{
    private const int MostParticipants = 2000;

    public static Command Create()
    {
        var participants = new Option<int>("--participants")
        {
            Description = $"How many reach the certificate. Above {JourneyOptions.GroupSize} they are spread over as many editions, each with its own staff.",
            DefaultValueFactory = _ => JourneyOptions.GroupSize,
            HelpName = "N",
        };
        participants.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var count) && count is < 1 or > MostParticipants)
            {
                result.AddError($"--participants is a number from 1 to {MostParticipants}.");
            }
        });
        var edition = new Option<FileInfo>("--edition") { Description = "The edition file; by default the brochure's own edition.", HelpName = "FILE" };
        edition.AcceptExistingOnly();
        var json = Options.Json();
        var command = new Command("demo", "Takes a group from application to certificate, through the gateway, and tries what must be refused.") { participants, edition, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(participants), parsed.GetValue(edition)?.FullName, parsed.GetValue(json), AnsiConsole.Console, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int participants, string? edition, bool json, IAnsiConsole console, CancellationToken cancellationToken)
    {
        JourneyReport report;
        try
        {
            var options = ToolEnvironment.Journey(participants, edition);
            report = json
                ? await JourneyPlayer.PlayAsync(options, null, cancellationToken)
                : await JourneyProgressView.ShowAsync(console, progress => JourneyPlayer.PlayAsync(options, progress, cancellationToken));
        }
        catch (JourneyException e)
        {
            return Complaint.Make(e.Message);
        }

        return Show(report, json, console);
    }

    /// <summary>Shows what happened.</summary>
    /// <returns>0 when nothing is missing, else 1.</returns>
    public static int Show(JourneyReport report, bool json, IAnsiConsole console)
    {
        if (json)
        {
            JsonOutput.Write(console, report);
        }
        else
        {
            JourneyReportView.Write(console, report);
        }

        return report.IsComplete ? 0 : 1;
    }
}
