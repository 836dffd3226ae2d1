using System.Diagnostics;

namespace Metropool.Journey.Gateway;

/// <summary>Somebody who is signed in: gives the access token of each request, and renews it shortly before it expires.</summary>
internal abstract class Session
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private Task<AccessToken>? _token;

    /// <summary>A valid access token; who asks while one is on its way gets that one.</summary>
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

    /// <summary>Forgets the token: it was refused.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _token = null;
        }
    }

    protected abstract Task<AccessToken> SignInAsync(CancellationToken cancellationToken);

    /// <summary>An access token and how long it lasts, by the monotonic clock of this process.</summary>
    protected sealed class AccessToken(string value, TimeSpan lifetime)
    {
        private readonly Stopwatch _age = Stopwatch.StartNew();

        public string Value => value;

        public bool IsFresh => _age.Elapsed < (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2);
    }
}
