using Metropool.LocalServers.Control;

namespace Metropool.Tool.Platform;

/// <summary>A part of the running platform in the output of <c>status --json</c>.</summary>
/// <param name="Name">The name, such as <c>intake</c>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="State">The state.</param>
/// <param name="Pid">The id of its process, while it has one.</param>
/// <param name="Port">The port that it listens on, if any.</param>
/// <param name="ExitCode">The exit code of its process, once it has ended.</param>
/// <param name="RssBytes">The resident memory in bytes.</param>
internal sealed record PartStatus(string Name, RunPartKind Kind, RunPartState State, int? Pid, int? Port, int? ExitCode, long RssBytes)
{
    public static PartStatus Of(RunPart part) =>
        new(part.Name, part.Kind, part.State, part.Pid, part.Port, part.ExitCode, part.Pid is { } pid ? ProcessMemory.Resident(pid) : 0);
}
