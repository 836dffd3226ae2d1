namespace Metropool.LocalServers;

/// <summary>Which of the pairs of shared servers.</summary>
public enum SharedServerKind
{
    /// <summary>For tests. It doesn't wait for the disk: a crash of the machine destroys its data.</summary>
    Scratch,

    /// <summary>For measurements, and for tests that stop or starve a server. It waits for the disk, as the platform's servers do.</summary>
    Durable,
}
