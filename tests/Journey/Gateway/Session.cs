using System.Diagnostics;

namespace Metropool.Journey.Gateway;

/// <summary>The session of a person or client. It provides access tokens, and renews them shortly before they expire.</summary>
internal abstract class Session
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private Task<AccessToken>? _token;

    /// <summary>A valid access token. Concurrent callers share one request for it.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        Task<AccessToken> token;
        lock (_lock)
        {
            token = _token is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.IsFresh: true }
                ? _token
                : _token = SignInAsync(cancellationToken);
        }

        return (await token).Value;
    }

    /// <summary>Discards a token that was refused.</summary>
    public void DiscardToken()
    {
        lock (_lock)
        {
            _token = null;
        }
    }

    protected abstract Task<AccessToken> SignInAsync(CancellationToken cancellationToken);

    /// <summary>An access token and its lifetime, measured by a monotonic clock.</summary>
    protected sealed class AccessToken(string value, TimeSpan lifetime)
    {
        private readonly Stopwatch _age = Stopwatch.StartNew();

        public string Value => value;

        public bool IsFresh => _age.Elapsed < (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2);
    }
}
