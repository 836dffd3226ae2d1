using System.CommandLine;
using Metropool.Journey;
using Spectre.Console;

namespace Metropool.Tool.Demo;

/// <summary><c>demo [--participants N] [--edition FILE] [--json]</c>: runs a journey on the running platform.</summary>
internal static class DemoCommand
{
    private const int MaxParticipants = 2000;

    public static Command Create()
    {
        var participants = new Option<int>("--participants")
        {
            Description = $"The number of participants. There is one edition, with its own staff, for each {JourneyOptions.GroupSize}.",
            DefaultValueFactory = _ => JourneyOptions.GroupSize,
            HelpName = "N",
        };
        participants.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var count) && count is < 1 or > MaxParticipants)
            {
                result.AddError($"--participants must be a number from 1 to {MaxParticipants}.");
            }
        });
        var edition = new Option<FileInfo>("--edition") { Description = "The edition file. The default is the edition of the brochure.", HelpName = "FILE" };
        edition.AcceptExistingOnly();
        var json = Options.Json();
        var command = new Command("demo", "Takes a group from application to certificate, and checks that forbidden requests are refused.")
        {
            participants, edition, json,
        };
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
                ? await JourneyRunner.RunAsync(options, null, cancellationToken)
                : await JourneyProgressView.ShowAsync(console, progress => JourneyRunner.RunAsync(options, progress, cancellationToken));
        }
        catch (JourneyException e)
        {
            return ErrorOutput.Write(e.Message);
        }

        return Show(report, json, console);
    }

    /// <summary>Prints the report.</summary>
    /// <returns>0 if the journey is complete, otherwise 1.</returns>
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
