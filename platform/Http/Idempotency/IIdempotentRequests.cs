namespace Metropool.Http;

/// <summary>Carries requests out once. A service keeps the answers in its own database, in the transaction of the effect.</summary>
public interface IIdempotentRequests
{
    /// <summary>
    /// Carries a request out, unless that was done with the same key; who comes at the same time waits. Where the request had an effect its answer is committed
    /// with it, else everything is rolled back and the key is free again.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="handle">Carries it out; returns the answer to keep, or null when there was no effect.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was answered before; null when the request was carried out now.</returns>
    Task<EarlierAnswer?> OnceAsync(IdempotentRequest request, Func<Task<KeptAnswer?>> handle, CancellationToken cancellationToken);
}

/// <summary>A request with an <c>Idempotency-Key</c>.</summary>
/// <param name="Id">Who asks and for which organisation, what for and with which key, as a digest.</param>
/// <param name="Caller">Who asks: <c>person:</c> or <c>client:</c> with the id.</param>
/// <param name="Content">What is asked: a digest of body and content type.</param>
public sealed record IdempotentRequest(byte[] Id, string Caller, byte[] Content)
{
    /// <summary>A person as a caller.</summary>
    public static string CallerOf(Guid personId) => $"person:{personId}";
}

/// <summary>An answer that is kept.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Location">The address of what was made.</param>
/// <param name="ETag">The entity tag.</param>
/// <param name="Body">The body; null where it isn't kept because it held a secret, or was removed with the data of a person who was erased.</param>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[]? Body);

/// <summary>What was answered to a request with the same key.</summary>
/// <param name="Content">What was asked then.</param>
/// <param name="Answer">The answer.</param>
public sealed record EarlierAnswer(byte[] Content, KeptAnswer Answer);

/// <summary>The answers that are kept for requests with an <c>Idempotency-Key</c>.</summary>
public interface IKeptAnswers
{
    /// <summary>Forgets what is too old. A background pass does it every hour.</summary>
    /// <returns>How many there were.</returns>
    Task<int> PurgeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes what a person was answered, and the content of every answer to another caller in which the id stands, in the scope's transaction where there
    /// is one: a part of an erasure.
    /// The keys of other callers stay, so that none of their requests is carried out again.
    /// </summary>
    /// <param name="id">The person, or something of theirs that is removed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The number of answers.</returns>
    Task<int> ForgetAsync(Guid id, CancellationToken cancellationToken);
}
