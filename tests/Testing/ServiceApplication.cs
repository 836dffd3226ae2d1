using Metropool.Testing.Conformance;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Metropool.Testing;

/// <summary>
/// A running service. Every client that it makes checks each exchange against the service's OpenAPI document: that is why a test gets no
/// <see cref="WebApplicationFactory{TEntryPoint}"/>, whose clients check nothing.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
public sealed class ServiceApplication<TProgram> : IAsyncDisposable
    where TProgram : class
{
    private readonly WebApplicationFactory<TProgram> _factory;
    private readonly ContractCache _contracts;

    internal ServiceApplication(WebApplicationFactory<TProgram> factory, ContractCache contracts) => (_factory, _contracts) = (factory, contracts);

    /// <summary>What the service is made of.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>The same service in another process, with other settings or replacements.</summary>
    public ServiceApplication<TProgram> WithWebHostBuilder(Action<IWebHostBuilder> configuration) => new(_factory.WithWebHostBuilder(configuration), _contracts);

    /// <summary>A client that follows redirects and keeps cookies unless the options say otherwise.</summary>
    public HttpClient CreateClient(WebApplicationFactoryClientOptions? options = null)
    {
        options ??= new();
        List<DelegatingHandler> handlers = [];
        if (options.AllowAutoRedirect)
        {
            handlers.Add(new RedirectHandler(options.MaxAutomaticRedirections));
        }

        if (options.HandleCookies)
        {
            handlers.Add(new CookieContainerHandler());
        }

        return CreateClient(options.BaseAddress, handlers);
    }

    /// <summary>A client whose requests go through these handlers, and nothing else.</summary>
    public HttpClient CreateDefaultClient(params IEnumerable<DelegatingHandler> handlers) => CreateClient(new WebApplicationFactoryClientOptions().BaseAddress, handlers);

    /// <summary>The connection to the service, for what isn't a client of its API.</summary>
    public HttpMessageHandler CreateHandler() => _factory.Server.CreateHandler();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private HttpClient CreateClient(Uri baseAddress, IEnumerable<DelegatingHandler> handlers) =>
        _factory.CreateDefaultClient(baseAddress, [.. handlers, new ContractHandler(_contracts)]);
}
