using Metropool.LocalServers;

namespace Metropool.Tool.Testing;

/// <summary>Runs test projects, several in parallel.</summary>
/// <param name="folder">The folder for the logs.</param>
/// <param name="results">The folder for the result files.</param>
/// <param name="limit">The time limit of a project.</param>
/// <param name="parallelism">How many projects run in parallel.</param>
/// <param name="report">Writes a line about a project; with an empty name, a further line about the same project.</param>
internal sealed class TestRun(LocalFolder folder, string results, TimeSpan limit, int parallelism, Action<string, string> report)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMinutes(1);

    /// <summary>Runs the projects, those that must run alone last.</summary>
    /// <returns>The sum of the counts.</returns>
    public async Task<TestCounts> RunAsync(IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        var counts = new TestCounts(0, 0, 0);
        foreach (var (group, maxRunning) in (IEnumerable<(IEnumerable<TestProject>, int)>)
            [(projects.Where(project => !project.RunsAlone), parallelism), (projects.Where(project => project.RunsAlone), 1)])
        {
            var waiting = new Queue<TestProject>(group);
            var running = new Dictionary<Task<TestCounts>, TestProject>();
            try
            {
                while (waiting.Count + running.Count > 0)
                {
                    while (running.Count < maxRunning && waiting.TryDequeue(out var next))
                    {
                        running.Add(RunAsync(next, cancellationToken), next);
                    }

                    var ended = await Task.WhenAny([.. running.Keys, Task.Delay(ProgressInterval, cancellationToken)]);
                    if (ended is Task<TestCounts> project)
                    {
                        running.Remove(project);
                        counts += await project;
                    }
                    else
                    {
                        await ended;
                        report("...", string.Join(", ", running.Values.Select(project => project.Name)));
                    }
                }
            }
            finally
            {
                // After a cancellation, waits until each program has ended.
                await ((Task)Task.WhenAll(running.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return counts;
    }

    private async Task<TestCounts> RunAsync(TestProject project, CancellationToken cancellationToken)
    {
        var (file, log) = (Path.Combine(results, $"{project.Name}.trx"), Path.Combine(folder.Logs, $"test-{project.Name}.log"));
        await folder.StartLog($"test-{project.Name}").DisposeAsync();
        var exitCode = await project.RunAsync(file, log, limit, cancellationToken);
        var counts = TestCounts.Of(file, exitCode ?? 1);
        report(project.Name, $"{counts}");
        if (counts.Failed > 0)
        {
            foreach (var line in TestLog.Explain(await File.ReadAllLinesAsync(log, cancellationToken), exitCode))
            {
                report("", line);
            }

            report("", $"log: {log}");
        }

        return counts;
    }
}
