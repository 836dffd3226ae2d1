namespace Metropool.Tool.Platform;

/// <summary>The result of a command that needs a running platform.</summary>
internal static class NotRunning
{
    /// <summary>The exit code.</summary>
    public const int ExitCode = 3;

    /// <summary>Prints that Metropool isn't running.</summary>
    /// <returns>The exit code.</returns>
    public static int Report()
    {
        ErrorOutput.Write("Metropool isn't running. Start it with ./metropool run --detach");
        return ExitCode;
    }
}
