namespace Metropool.Http;

/// <summary>Executes requests once. A service stores the response in its own database, in the transaction of the request's effect.</summary>
public interface IIdempotentRequests
{
    /// <summary>
    /// Executes a request, unless one with the same key was executed before. A concurrent request with the key waits. If the request has an effect, the
    /// response is committed with it; otherwise everything is rolled back, and the key can be used again.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="handle">Executes the request; returns the response to store, or null when it had no effect.</param>
    /// <param name="cancellationToken"/>
    /// <returns>The previous response; null when the request was executed now.</returns>
    Task<PreviousResponse?> ExecuteOnceAsync(IdempotentRequest request, Func<Task<StoredResponse?>> handle, CancellationToken cancellationToken);
}

/// <summary>A request with an <c>Idempotency-Key</c>.</summary>
/// <param name="Id">A digest of caller, organisation, method, path and key.</param>
/// <param name="Caller">The caller: <c>person:</c> or <c>client:</c> with the id.</param>
/// <param name="Content">A digest of body and content type.</param>
public sealed record IdempotentRequest(byte[] Id, string Caller, byte[] Content)
{
    /// <summary>The caller that a person is.</summary>
    public static string CallerOf(Guid personId) => $"person:{personId}";
}

/// <summary>A response that is stored.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Location">The address of the created resource.</param>
/// <param name="ETag">The entity tag.</param>
/// <param name="Body">The body; null where it isn't stored because it has a secret, or was deleted with the data of an erased person.</param>
public sealed record StoredResponse(int Status, string? ContentType, string? Location, string? ETag, byte[]? Body);

/// <summary>The response to an earlier request with the same key.</summary>
/// <param name="Content">The digest of the earlier request's content.</param>
/// <param name="Response">The response.</param>
public sealed record PreviousResponse(byte[] Content, StoredResponse Response);

/// <summary>The responses that are stored for requests with an <c>Idempotency-Key</c>.</summary>
public interface IStoredResponses
{
    /// <summary>Deletes the responses that have expired.</summary>
    /// <returns>The number of responses.</returns>
    Task<int> DeleteExpiredAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the responses to a person, and the content of every response to another caller that contains the id, in the scope's transaction if it has one.
    /// The keys of other callers stay, so that none of their requests is executed again.
    /// </summary>
    /// <param name="id">The person, or an object of that person that is erased.</param>
    /// <param name="cancellationToken"/>
    /// <returns>The number of responses.</returns>
    Task<int> EraseAsync(Guid id, CancellationToken cancellationToken);
}
