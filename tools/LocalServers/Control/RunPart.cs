namespace Metropool.LocalServers.Control;

/// <summary>A part of a run: a service, a server, or what belongs to them.</summary>
/// <param name="Name">Its name, such as <c>intake</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">How it is.</param>
/// <param name="Pid">Its process, where it has one.</param>
/// <param name="Port">The port that it listens on, where it has one.</param>
/// <param name="ExitCode">How its process ended, where it has.</param>
public sealed record RunPart(string Name, RunPartKind Kind, RunPartState State, int? Pid, int? Port, int? ExitCode);

/// <summary>What a part of a run is.</summary>
public enum RunPartKind
{
    /// <summary>The gateway or a service.</summary>
    Service,

    /// <summary>PostgreSQL or RabbitMQ.</summary>
    Server,

    /// <summary>What prepares the database and the queues of a service, and ends.</summary>
    Migration,

    /// <summary>Aspire's dashboard.</summary>
    Dashboard,

    /// <summary>What another part needs.</summary>
    Helper,
}

/// <summary>How a part of a run is.</summary>
public enum RunPartState
{
    /// <summary>It waits for others, or starts.</summary>
    Starting,

    /// <summary>It runs, and says that it can do its work.</summary>
    Healthy,

    /// <summary>It runs, and has not said that it can do its work.</summary>
    Unhealthy,

    /// <summary>It has done its work, or has been stopped.</summary>
    Finished,

    /// <summary>It has ended by itself, or doesn't start.</summary>
    Failed,
}
