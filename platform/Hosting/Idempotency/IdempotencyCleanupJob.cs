using Metropool.Http;
using Metropool.Jobs;

namespace Metropool.Hosting.Idempotency;

/// <summary>Deletes the stored responses that have expired.</summary>
internal sealed class IdempotencyCleanupJob(IStoredResponses responses) : IJob
{
    public static string Name => "delete expired responses";

    public Task<int> RunAsync(CancellationToken cancellationToken) => responses.DeleteExpiredAsync(cancellationToken);
}
