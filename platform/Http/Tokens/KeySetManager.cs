using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http;

/// <summary>Refreshes the key set, for a process that knows that Identity is available now.</summary>
public interface IKeySetRefresh
{
    /// <summary>Fetches the key set.</summary>
    /// <returns>True where Identity responded.</returns>
    Task<bool> RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The key set for the validation of tokens: from memory, else from the cache, else from Identity. After a token with an unknown key it is fetched again, at
/// most once in <see cref="BaseConfigurationManager.RefreshInterval"/>.
/// </summary>
internal sealed class KeySetManager : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>, IKeySetRefresh, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);
    private readonly IKeySetSource _source;
    private readonly IKeySetStore? _store;
    private readonly PlatformSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<KeySetManager> _logger;
    private readonly SemaphoreSlim _mutex = new(1);
    private OpenIdConnectConfiguration? _known;
    private long? _attemptedAt;
    private volatile bool _refreshRequested;
    private bool _failing;

    public KeySetManager(IKeySetSource source, IEnumerable<IKeySetStore> stores, PlatformSettings settings, TimeProvider time, ILogger<KeySetManager> logger)
    {
        (_source, _store, _settings, _time, _logger) = (source, stores.SingleOrDefault(), settings, time, logger);
        RefreshInterval = TimeSpan.FromSeconds(5);
        // A revoked key must not be accepted as "last known good".
        UseLastKnownGoodConfiguration = false;
    }

    /// <summary>Whether tokens can be validated.</summary>
    public bool IsKnown => _known is not null;

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    /// <exception cref="KeySetUnknownException">The key set was never fetched, and Identity is unavailable.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_known is { } known)
        {
            // After a token with an unknown key, other requests wait briefly for the new keys, but not if Identity hangs.
            if (!_refreshRequested || !await _mutex.WaitAsync(LongestWait, cancel))
            {
                return _known ?? known;
            }
        }
        else
        {
            await _mutex.WaitAsync(cancel);
        }

        try
        {
            _known ??= await ReadCachedAsync(cancel);
            if ((_known is null || _refreshRequested) && IsAttemptDue())
            {
                await FetchAsync(cancel);
            }

            _refreshRequested = false;
            return _known ?? throw new KeySetUnknownException();
        }
        finally
        {
            _mutex.Release();
        }
    }

    public override void RequestRefresh() => _refreshRequested = true;

    /// <inheritdoc/>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _mutex.WaitAsync(cancellationToken);
        try
        {
            _known ??= await ReadCachedAsync(cancellationToken);
            return await FetchAsync(cancellationToken);
        }
        finally
        {
            _mutex.Release();
        }
    }

    public void Dispose() => _mutex.Dispose();

    private bool IsAttemptDue() => _attemptedAt is not { } at || _time.GetElapsedTime(at) >= RefreshInterval;

    private async Task<OpenIdConnectConfiguration?> ReadCachedAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return null;
        }

        try
        {
            return (await _store.ReadAsync(_settings.Issuer.AbsoluteUri, cancellationToken))?.ToConfiguration();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogDebug(e, "The cached key set can't be read.");
            return null;
        }
    }

    private async Task<bool> FetchAsync(CancellationToken cancellationToken)
    {
        _attemptedAt = _time.GetTimestamp();
        KeySet fetched;
        try
        {
            fetched = await _source.FetchAsync(cancellationToken);
            _known = fetched.ToConfiguration();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.Log(
                _failing ? LogLevel.Debug : LogLevel.Warning,
                "Identity's keys can't be fetched: {Reason} {Consequence}",
                e.Message,
                IsKnown ? "The known keys are used." : "No token can be validated yet.");
            _failing = true;
            return false;
        }

        _logger.Log(_failing ? LogLevel.Information : LogLevel.Debug, "Identity's keys are fetched.");
        _failing = false;
        await SaveAsync(fetched, cancellationToken);
        return true;
    }

    private async Task SaveAsync(KeySet keySet, CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return;
        }

        try
        {
            await _store.SaveAsync(keySet, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("Identity's keys can't be cached in the database: {Reason}", e.Message);
        }
    }
}

/// <summary>No token can be validated: Identity is unavailable, and its keys were never fetched. The token may be valid, so the response isn't 401.</summary>
internal sealed class KeySetUnknownException() : Exception("Identity's keys are not known yet.");
