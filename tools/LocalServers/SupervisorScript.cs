using System.Text;

namespace Metropool.LocalServers;

/// <summary>The script of a supervisor: <c>supervisor.sh</c>, followed by the commands for the servers of one start.</summary>
/// <param name="addresses">The addresses that it writes for other processes.</param>
internal sealed class SupervisorScript(ServerAddresses addresses)
{
    private readonly StringBuilder _start = new();
    private readonly StringBuilder _cleanup = new();

    /// <summary>Adds a command of the start: a program, or a function of <c>supervisor.sh</c>.</summary>
    public void AddStart(params IEnumerable<string> words) => _start.Append("  ").Append(Quote(words)).Append('\n');

    /// <summary>Adds a command that runs before the start and after the end to remove files and containers. It may fail.</summary>
    public void AddCleanup(params IEnumerable<string> words) =>
        _cleanup.Append("  ").Append(Quote(words)).Append(" >/dev/null 2>&1 </dev/null\n");

    /// <summary>Quotes words for a shell.</summary>
    public static string Quote(IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

    /// <summary>The script. Its last line starts the servers, so that an incomplete script does nothing.</summary>
    public override string ToString()
    {
        using var resource = typeof(SupervisorScript).Assembly.GetManifestResourceStream("supervisor.sh")!;
        using var reader = new StreamReader(resource);
        return $$"""
            {{reader.ReadToEnd()}}
            addresses={{Quote([addresses.ToString()])}}
            start_servers() {
            {{_start}}}
            clean_up() {
            {{_cleanup}}}
            supervise "$@"

            """;
    }
}
