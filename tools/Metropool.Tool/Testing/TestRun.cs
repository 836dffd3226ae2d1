using Metropool.LocalServers;

namespace Metropool.Tool.Testing;

/// <summary>Runs test projects, some at a time.</summary>
/// <param name="folder">Where the logs go.</param>
/// <param name="results">Where the result files go.</param>
/// <param name="limit">How long a project may take.</param>
/// <param name="atOnce">How many run at a time.</param>
/// <param name="report">Writes a line about a project; without a name, one more line about the same.</param>
internal sealed class TestRun(LocalFolder folder, string results, TimeSpan limit, int atOnce, Action<string, string> report)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Runs them. Those that run alone come last.</summary>
    /// <returns>All results together.</returns>
    public async Task<TestCounts> RunAsync(IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        var counts = new TestCounts(0, 0, 0);
        foreach (var (group, most) in (IEnumerable<(IEnumerable<TestProject>, int)>)
            [(projects.Where(project => !project.RunsAlone), atOnce), (projects.Where(project => project.RunsAlone), 1)])
        {
            var waiting = new Queue<TestProject>(group);
            var running = new Dictionary<Task<TestCounts>, TestProject>();
            try
            {
                while (waiting.Count + running.Count > 0)
                {
                    while (running.Count < most && waiting.TryDequeue(out var next))
                    {
                        running.Add(RunAsync(next, cancellationToken), next);
                    }

                    var ended = await Task.WhenAny([.. running.Keys, Task.Delay(Silence, cancellationToken)]);
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
                // Where it is cancelled, each ends its program first.
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
