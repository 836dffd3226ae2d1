using Metropool.Testing.Conformance;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Metropool.Testing;

/// <summary>
/// A running service. Unlike those of <see cref="WebApplicationFactory{TEntryPoint}"/>, its clients check every request and response against the OpenAPI
/// document of the service.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
public sealed class ServiceApplication<TProgram> : IAsyncDisposable
    where TProgram : class
{
    private readonly WebApplicationFactory<TProgram> _factory;
    private readonly ContractCache _contracts;

    internal ServiceApplication(WebApplicationFactory<TProgram> factory, ContractCache contracts) => (_factory, _contracts) = (factory, contracts);

    /// <summary>The service provider.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Another instance of the service, with other settings or registrations.</summary>
    public ServiceApplication<TProgram> WithWebHostBuilder(Action<IWebHostBuilder> configuration) =>
        new(_factory.WithWebHostBuilder(configuration), _contracts);

    /// <summary>Creates a client. It follows redirects and stores cookies, unless the options say otherwise.</summary>
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

    /// <summary>Creates a client with these message handlers only.</summary>
    public HttpClient CreateDefaultClient(params IEnumerable<DelegatingHandler> handlers) =>
        CreateClient(new WebApplicationFactoryClientOptions().BaseAddress, handlers);

    /// <summary>Creates a handler for requests that are not checked against the OpenAPI document.</summary>
    public HttpMessageHandler CreateHandler() => _factory.Server.CreateHandler();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private HttpClient CreateClient(Uri baseAddress, IEnumerable<DelegatingHandler> handlers) =>
        _factory.CreateDefaultClient(baseAddress, [.. handlers, new ContractHandler(_contracts)]);
}
