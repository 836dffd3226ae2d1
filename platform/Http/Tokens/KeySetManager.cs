using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Http;

/// <summary>Has the key set asked for at once: for a process that knows that it is there now.</summary>
public interface IKeySetRefresh
{
    /// <summary>Asks for it.</summary>
    /// <returns>True when it was answered.</returns>
    Task<bool> RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The key set that tokens are checked with: from memory, else as this process last kept it, else from Identity.
/// A token with an unknown key has Identity asked again, at most once in <see cref="BaseConfigurationManager.RefreshInterval"/>.
/// </summary>
internal sealed class KeySetManager : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>, IKeySetRefresh, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);
    private readonly IKeySetSource _source;
    private readonly IKeySetStore? _store;
    private readonly PlatformSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<KeySetManager> _logger;
    private readonly SemaphoreSlim _one = new(1);
    private OpenIdConnectConfiguration? _known;
    private long? _triedAt;
    private volatile bool _refreshRequested;
    private bool _failing;

    public KeySetManager(IKeySetSource source, IEnumerable<IKeySetStore> stores, PlatformSettings settings, TimeProvider time, ILogger<KeySetManager> logger)
    {
        (_source, _store, _settings, _time, _logger) = (source, stores.SingleOrDefault(), settings, time, logger);
        RefreshInterval = TimeSpan.FromSeconds(5);
        // A withdrawn key must not live on as "last known good".
        UseLastKnownGoodConfiguration = false;
    }

    /// <summary>Whether tokens can be checked.</summary>
    public bool IsKnown => _known is not null;

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    /// <exception cref="KeySetUnknownException">It was never known, and Identity is away.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_known is { } known)
        {
            // Somebody brought a token with an unknown key, and Identity is being asked. A key that is new is worth a moment; an Identity that hangs holds up nobody
            // else's good token.
            if (!_refreshRequested || !await _one.WaitAsync(LongestWait, cancel))
            {
                return _known ?? known;
            }
        }
        else
        {
            await _one.WaitAsync(cancel);
        }

        try
        {
            _known ??= await ReadKeptAsync(cancel);
            if ((_known is null || _refreshRequested) && MayTry())
            {
                await FetchAsync(cancel);
            }

            _refreshRequested = false;
            return _known ?? throw new KeySetUnknownException();
        }
        finally
        {
            _one.Release();
        }
    }

    public override void RequestRefresh() => _refreshRequested = true;

    /// <summary>Asks Identity now.</summary>
    /// <returns>True when it answered.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            _known ??= await ReadKeptAsync(cancellationToken);
            return await FetchAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private bool MayTry() => _triedAt is not { } at || _time.GetElapsedTime(at) >= RefreshInterval;

    private async Task<OpenIdConnectConfiguration?> ReadKeptAsync(CancellationToken cancellationToken)
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
            _logger.LogDebug(e, "The kept key set can't be read.");
            return null;
        }
    }

    private async Task<bool> FetchAsync(CancellationToken cancellationToken)
    {
        _triedAt = _time.GetTimestamp();
        KeySet fetched;
        try
        {
            fetched = await _source.FetchAsync(cancellationToken);
            _known = fetched.ToConfiguration();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.Log(_failing ? LogLevel.Debug : LogLevel.Warning, "Identity can't be asked for its keys: {Reason} {Known}", e.Message, IsKnown ? "The known ones are used." : "No token can be checked yet.");
            _failing = true;
            return false;
        }

        _logger.Log(_failing ? LogLevel.Information : LogLevel.Debug, "Identity's keys are known.");
        _failing = false;
        await KeepAsync(fetched, cancellationToken);
        return true;
    }

    private async Task KeepAsync(KeySet keySet, CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return;
        }

        try
        {
            await _store.KeepAsync(keySet, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("Identity's keys can't be kept in the database: {Reason}", e.Message);
        }
    }
}

/// <summary>No token can be checked: Identity is away, and its keys were never known here. The caller's token may be right, so this is not a 401.</summary>
internal sealed class KeySetUnknownException() : Exception("Identity's keys are not known yet.");
