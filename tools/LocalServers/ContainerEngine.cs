using System.ComponentModel;

namespace Metropool.LocalServers;

/// <summary>Docker or Podman.</summary>
public static class ContainerEngine
{
    private const string ChosenVariable = "ASPIRE_CONTAINER_RUNTIME";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Asks the engine that <c>ASPIRE_CONTAINER_RUNTIME</c> names, else Docker and then Podman. An installed client proves nothing: the engine has to answer.
    /// </summary>
    /// <returns>The name of the engine that answers, or null.</returns>
    public static async Task<string?> FindAsync(CancellationToken cancellationToken = default)
    {
        string[] clients = Environment.GetEnvironmentVariable(ChosenVariable) is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var client in clients)
        {
            if (await AnswersAsync(client, cancellationToken))
            {
                return client;
            }
        }

        return null;
    }

    private static async Task<bool> AnswersAsync(string client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            return (await Command.RunAsync([client, "info"], limit.Token)).ExitCode == 0;
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
