using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Metropool.Pages;

/// <summary>How the forms of pages are protected against forged requests.</summary>
public enum PageForgeryProtection
{
    /// <summary>An antiforgery token in the form, with a cookie.</summary>
    Token,

    /// <summary>The secret of a one-time link in the form. Without a cookie, another site can't forge a request.</summary>
    Secret,
}

/// <summary>Registers the pages of a service: HTML from the server, in Dutch.</summary>
public static class PagesRegistration
{
    /// <summary>Adds pages. Call it before the problem details of the API are added, because the first writer is used.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="protection">How the forms of pages are protected against forged requests.</param>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder, PageForgeryProtection protection)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddProblemPages(context => context.Request.Path.StartsWithSegments(ServiceApi.BasePath, StringComparison.OrdinalIgnoreCase));
        builder.Services.AddSingleton(typeof(PageForgeryProtection), protection);
        return builder;
    }

    /// <summary>Adds pages for problems. Call it before the problem details of the API are added, because the first writer is used.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="isApi">Whether a request is to an API, whose problems are always JSON.</param>
    public static IServiceCollection AddProblemPages(this IServiceCollection services, Func<HttpContext, bool> isApi) =>
        services.AddSingleton(new ApiAddresses(isApi)).AddSingleton<IProblemDetailsWriter, PageProblems>();

    /// <summary>Maps a group for anonymous access, excluded from the API document, and outside Development for https only.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="httpsNeeded">The refusal of a request by http.</param>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes, Refusal httpsNeeded)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup("").ExcludeFromDescription().AllowAnonymous().WithMetadata(new PageEndpoint()).WithHead();
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            group.AddEndpointFilter((context, next) =>
                context.HttpContext.Request.IsHttps ? next(context) : ValueTask.FromResult<object?>(httpsNeeded.ToProblem()));
        }

        return group;
    }

    /// <summary>Maps a page and the handler of its form. The handler validates the antiforgery token itself, see <see cref="PageForm"/>.</summary>
    public static void MapPage(this RouteGroupBuilder group, string path, Delegate show, Delegate take)
    {
        group.MapGet(path, show);
        group.MapPost(path, take).DisableAntiforgery();
    }
}
