using System.CommandLine;
using Metropool.Journey;
using Spectre.Console;

namespace Metropool.Tool.Bench;

/// <summary><c>bench NAME [--json]</c>: prints every figure beside its bar and what it is compared with; fails when a bar isn't reached.</summary>
internal static class BenchCommand
{
    public static Command Create(IReadOnlyList<IBench> benches)
    {
        var name = new Argument<string>("name") { Description = string.Join("; ", benches.Select(bench => $"{bench.Name}: {bench.Summary}")) };
        name.AcceptOnlyFromAmong([.. benches.Select(bench => bench.Name)]);
        var json = Options.Json();
        var command = new Command("bench", "Measures, and compares with what must be reached.") { name, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            benches.Single(bench => bench.Name == parsed.GetValue(name)), parsed.GetValue(json), AnsiConsole.Console, cancellationToken));
        return command;
    }

    /// <summary>Runs a bench and shows what it found.</summary>
    /// <returns>0 when every bar is reached, else 1.</returns>
    public static async Task<int> RunAsync(IBench bench, bool json, IAnsiConsole console, CancellationToken cancellationToken)
    {
        try
        {
            var figures = await bench.MeasureAsync(json ? _ => { } : console.WriteLine, cancellationToken);
            if (json)
            {
                JsonOutput.Write(console, new { bench = bench.Name, figures, reached = figures.All(figure => figure.Reached != false) });
            }
            else
            {
                console.Write(Table(figures));
            }

            return figures.Any(figure => figure.Reached == false) ? 1 : 0;
        }
        catch (JourneyException e)
        {
            return Complaint.Make(e.Message);
        }
    }

    private static Table Table(IReadOnlyList<Figure> figures)
    {
        var table = new Table().AddColumn("Figure").AddColumn(new TableColumn("Value").RightAligned()).AddColumn("Bar").AddColumn("Reached").AddColumn("Compared with");
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                Markup.Escape($"{figure.Value:0.##} {figure.Unit}"),
                figure.Bar is { } bar ? $"{(bar.Kind == BarKind.AtMost ? "at most" : "at least")} {bar.Limit:0.##}" : "for information",
                figure.Reached switch { true => "[green]yes[/]", false => "[red]no[/]", null => "" },
                Markup.Escape(string.Join(", ", figure.ComparedWith.Select(other => $"{other.With}: {other.Value:0.##}"))));
        }

        return table;
    }
}
