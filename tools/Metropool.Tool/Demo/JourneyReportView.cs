using Metropool.Journey;
using Spectre.Console;

namespace Metropool.Tool.Demo;

/// <summary>Prints the report of a journey.</summary>
internal static class JourneyReportView
{
    public static void Write(IAnsiConsole console, JourneyReport report)
    {
        console.Write(Steps(report));
        console.Write(Refused(report));
        console.Write(Counts(report));
        console.WriteLine(
            $"{report.Certificates} of {report.Participants} participants have a certificate that verifies, in {report.Editions.Count} edition(s): "
            + $"{report.Elapsed.TotalSeconds:0.0} s, {report.PerMinute:0.#} journeys per minute, "
            + $"{report.Requests.Sum(request => request.Count)} requests, {report.Retries} repeated.");
        foreach (var missing in report.Missing)
        {
            console.MarkupLineInterpolated($"[red]Missing:[/] {missing}");
        }
    }

    private static Table Steps(JourneyReport report)
    {
        var table = new Table()
            .AddColumn("Step")
            .AddColumn(Right("Done"))
            .AddColumn(Right("Of"))
            .AddColumn(Right("Seconds"))
            .AddColumn(Right("Per second"));
        foreach (var step in report.Steps)
        {
            table.AddRow(
                Markup.Escape(step.Name),
                step.Done == step.Expected ? $"{step.Done}" : $"[red]{step.Done}[/]",
                $"{step.Expected}",
                $"{step.Elapsed.TotalSeconds:0.0}",
                step.Expected > 1 ? $"{step.PerSecond:0.0}" : "");
        }

        return table;
    }

    private static Table Refused(JourneyReport report)
    {
        var table = new Table().AddColumn("Forbidden request").AddColumn("Refused with").AddColumn(Right("Times"));
        foreach (var attempt in report.Refused.GroupBy(attempt => attempt))
        {
            var outcome = Markup.Escape(attempt.Key.Outcome);
            table.AddRow(Markup.Escape(attempt.Key.Attempt), attempt.Key.IsAsExpected ? outcome : $"[red]{outcome}[/]", $"{attempt.Count()}");
        }

        return table;
    }

    private static Table Counts(JourneyReport report)
    {
        var table = new Table().AddColumn("Count at the end").AddColumn(Right("Expected")).AddColumn(Right("Found"));
        foreach (var count in report.Counts)
        {
            table.AddRow(Markup.Escape(count.Name), $"{count.Expected}", count.Actual == count.Expected ? $"{count.Actual}" : $"[red]{count.Actual}[/]");
        }

        return table;
    }

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();
}
