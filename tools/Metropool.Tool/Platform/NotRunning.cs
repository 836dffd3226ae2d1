namespace Metropool.Tool.Platform;

/// <summary>A command needs a platform that runs.</summary>
internal static class NotRunning
{
    /// <summary>The exit code.</summary>
    public const int ExitCode = 3;

    /// <summary>Says so.</summary>
    /// <returns>The exit code.</returns>
    public static int Complain()
    {
        Complaint.Make("Metropool isn't running: ./metropool run --detach");
        return ExitCode;
    }
}
