using System.Text;

namespace Metropool.LocalServers;

/// <summary>The script of a supervisor: <c>supervisor.sh</c>, and what it does with the servers of one start.</summary>
/// <param name="addresses">What it writes for those that join.</param>
internal sealed class SupervisorScript(ServerAddresses addresses)
{
    private readonly StringBuilder _begin = new();
    private readonly StringBuilder _remove = new();

    /// <summary>A command of the start: a program, or a function of <c>supervisor.sh</c>.</summary>
    public void Begin(params IEnumerable<string> words) => _begin.Append("  ").Append(Quote(words)).Append('\n');

    /// <summary>A command that removes what servers leave, before the start and after the end. It may fail.</summary>
    public void Remove(params IEnumerable<string> words) => _remove.Append("  ").Append(Quote(words)).Append(" >/dev/null 2>&1 </dev/null\n");

    /// <summary>Words as a shell reads them.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

    /// <summary>The script. Its last line starts it: a part of it does nothing.</summary>
    public override string ToString()
    {
        using var resource = typeof(SupervisorScript).Assembly.GetManifestResourceStream("supervisor.sh")!;
        using var reader = new StreamReader(resource);
        return $$"""
            {{reader.ReadToEnd()}}
            addresses={{Quote([addresses.ToString()])}}
            begin() {
            {{_begin}}}
            remove() {
            {{_remove}}}
            supervise "$@"

            """;
    }
}
