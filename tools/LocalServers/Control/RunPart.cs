namespace Metropool.LocalServers.Control;

/// <summary>A part of a run: a service, a server, or a process that belongs to one.</summary>
/// <param name="Name">Its name, such as <c>intake</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">Its state.</param>
/// <param name="Pid">The id of its process, while it has one.</param>
/// <param name="Port">The port that it listens on, if any.</param>
/// <param name="ExitCode">The exit code of its process, once it has ended.</param>
public sealed record RunPart(string Name, RunPartKind Kind, RunPartState State, int? Pid, int? Port, int? ExitCode);

/// <summary>The kind of a part of a run.</summary>
public enum RunPartKind
{
    /// <summary>The gateway or a service.</summary>
    Service,

    /// <summary>PostgreSQL or RabbitMQ.</summary>
    Server,

    /// <summary>A process that creates the database and the queues of a service, and ends.</summary>
    Migration,

    /// <summary>Aspire's dashboard.</summary>
    Dashboard,

    /// <summary>A process that another part needs.</summary>
    Helper,
}

/// <summary>The state of a part of a run.</summary>
public enum RunPartState
{
    /// <summary>It is waiting for other parts or starting.</summary>
    Starting,

    /// <summary>It is running, and its health check succeeds.</summary>
    Healthy,

    /// <summary>It is running, but its health check doesn't succeed.</summary>
    Unhealthy,

    /// <summary>It has ended with success or was stopped.</summary>
    Finished,

    /// <summary>It has ended with a failure or could not be started.</summary>
    Failed,
}
