namespace Metropool.LocalServers;

/// <summary>The kind of shared servers.</summary>
public enum SharedServerKind
{
    /// <summary>For tests. They don't flush to disk, so that their data is lost if the machine crashes.</summary>
    NonDurable,

    /// <summary>For benchmarks, and for tests that stop a server or exhaust its memory. They flush to disk, as the platform's servers do.</summary>
    Durable,
}
