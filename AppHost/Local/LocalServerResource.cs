using Metropool.LocalServers;

namespace Metropool.AppHost.Local;

/// <summary>An installed server, started as a process of this run.</summary>
internal sealed class LocalServerResource(string name, ServerCommand command)
    : ExecutableResource(name, command.Program, ServerCommand.WorkingDirectory), IResourceWithConnectionString
{
    /// <inheritdoc/>
    public required ReferenceExpression ConnectionStringExpression { get; init; }
}
