using Metropool.Journey;
using Spectre.Console;

namespace Metropool.Tool.Demo;

/// <summary>Shows the progress of a journey: a progress bar per step on a terminal, otherwise a line per completed step.</summary>
internal static class JourneyProgressView
{
    public static Task<JourneyReport> ShowAsync(IAnsiConsole console, Func<IProgress<JourneyProgress>, Task<JourneyReport>> run) =>
        console.Profile.Out.IsTerminal
            ? console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(context => run(new Bars(context)))
            : run(new Lines(console));

    private sealed class Bars(ProgressContext context) : IProgress<JourneyProgress>
    {
        private readonly Lock _lock = new();
        private string? _step;
        private ProgressTask? _task;

        public void Report(JourneyProgress value)
        {
            lock (_lock)
            {
                if (value.Step != _step)
                {
                    _step = value.Step;
                    _task = context.AddTask(Markup.Escape(value.Step), maxValue: value.Total);
                }

                _task!.Value = Math.Max(_task.Value, value.Done);
            }
        }
    }

    private sealed class Lines(IAnsiConsole console) : IProgress<JourneyProgress>
    {
        private readonly Lock _lock = new();

        public void Report(JourneyProgress value)
        {
            if (value.Done == value.Total)
            {
                lock (_lock)
                {
                    console.WriteLine(value.Total == 1 ? value.Step : $"{value.Step}: {value.Total}");
                }
            }
        }
    }
}
