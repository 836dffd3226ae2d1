using System.CommandLine;
using Metropool.Journey;
using Spectre.Console;

namespace Metropool.Tool.Bench;

/// <summary><c>bench NAME [--json]</c>: prints each figure with its target and comparisons. Fails if a target isn't met.</summary>
internal static class BenchCommand
{
    public static Command Create(IReadOnlyList<IBench> benches)
    {
        var name = new Argument<string>("name") { Description = string.Join("; ", benches.Select(bench => $"{bench.Name}: {bench.Summary}")) };
        name.AcceptOnlyFromAmong([.. benches.Select(bench => bench.Name)]);
        var json = Options.Json();
        var command = new Command("bench", "Runs a benchmark on its own servers and compares the figures with their targets.") { name, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            benches.Single(bench => bench.Name == parsed.GetValue(name)), parsed.GetValue(json), AnsiConsole.Console, cancellationToken));
        return command;
    }

    /// <summary>Runs a benchmark and prints the figures.</summary>
    /// <returns>0 if all targets are met, otherwise 1.</returns>
    public static async Task<int> RunAsync(IBench bench, bool json, IAnsiConsole console, CancellationToken cancellationToken)
    {
        try
        {
            var figures = await bench.MeasureAsync(json ? _ => { } : console.WriteLine, cancellationToken);
            if (json)
            {
                JsonOutput.Write(console, new { bench = bench.Name, figures, targetsMet = figures.All(figure => figure.IsMet != false) });
            }
            else
            {
                console.Write(Table(figures));
            }

            return figures.Any(figure => figure.IsMet == false) ? 1 : 0;
        }
        catch (JourneyException e)
        {
            return ErrorOutput.Write(e.Message);
        }
    }

    private static Table Table(IReadOnlyList<Figure> figures)
    {
        var table = new Table()
            .AddColumn("Figure")
            .AddColumn(new TableColumn("Value").RightAligned())
            .AddColumn("Target")
            .AddColumn("Met")
            .AddColumn("Compared with");
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                Markup.Escape($"{figure.Value:0.##} {figure.Unit}"),
                figure.Target is { } target ? $"{(target.Kind == TargetKind.AtMost ? "at most" : "at least")} {target.Limit:0.##}" : "for information",
                figure.IsMet switch { true => "[green]yes[/]", false => "[red]no[/]", null => "" },
                Markup.Escape(string.Join(", ", figure.ComparedWith.Select(other => $"{other.With}: {other.Value:0.##}"))));
        }

        return table;
    }
}
