using System.ComponentModel;

namespace Metropool.LocalServers;

/// <summary>Docker or Podman.</summary>
public static class ContainerEngine
{
    private const string RuntimeVariable = "ASPIRE_CONTAINER_RUNTIME";
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Finds a running container engine: the one in <c>ASPIRE_CONTAINER_RUNTIME</c>, or else Docker or Podman. An installed client is not enough; the engine
    /// must respond.
    /// </summary>
    /// <returns>The name of the engine, or null.</returns>
    public static async Task<string?> FindAsync(CancellationToken cancellationToken = default)
    {
        string[] clients = Environment.GetEnvironmentVariable(RuntimeVariable) is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var client in clients)
        {
            if (await RespondsAsync(client, cancellationToken))
            {
                return client;
            }
        }

        return null;
    }

    private static async Task<bool> RespondsAsync(string client, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ResponseTimeout);
        try
        {
            return (await Command.RunAsync([client, "info"], timeout.Token)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
