using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Pages;

/// <summary>What shows that a form was sent by who was shown it.</summary>
public enum PageProof
{
    /// <summary>A token in the form that belongs to a cookie: people are signed in with one.</summary>
    Token,

    /// <summary>The secret of a mailed link, in the form itself. There is no cookie that a stranger's page could use.</summary>
    Secret,
}

/// <summary>Pages of a service for people: plain HTML from the server, in Dutch.</summary>
public static class PagesRegistration
{
    /// <summary>Adds them. Before what writes the problems of the API: who comes first answers.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="proof">What shows that a form was sent by who was shown it.</param>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder, PageProof proof)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddProblemPages(context => context.Request.Path.StartsWithSegments(ServiceApi.BasePath, StringComparison.OrdinalIgnoreCase));
        builder.Services.AddSingleton(typeof(PageProof), proof);
        return builder;
    }

    /// <summary>Has problems written as a page where a person reads them. Before what writes the problems of the API: who comes first answers.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="isApi">Whether the address of a request belongs to an API: there every problem is a document.</param>
    public static IServiceCollection AddProblemPages(this IServiceCollection services, Func<HttpContext, bool> isApi) =>
        services.AddSingleton(new ApiAddresses(isApi)).AddSingleton<IProblemDetailsWriter, PageProblems>();

    /// <summary>A group for everybody, in no API document, and outside development over https alone.</summary>
    /// <param name="routes">Where it is.</param>
    /// <param name="httpsNeeded">What is said to who comes without.</param>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes, Refusal httpsNeeded)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous().WithMetadata(new PageEndpoint()).WithHead();
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            group.AddEndpointFilter((context, next) => context.HttpContext.Request.IsHttps ? next(context) : ValueTask.FromResult<object?>(httpsNeeded.ToProblem()));
        }

        return group;
    }

    /// <summary>A page and what its form is sent to. What shows that the form is ours is checked by the page, which says so in words.</summary>
    public static void MapPage(this RouteGroupBuilder group, string path, Delegate show, Delegate take)
    {
        group.MapGet(path, show);
        group.MapPost(path, take).DisableAntiforgery();
    }
}
