using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Metropool.Http;

/// <summary>Answers HEAD wherever there is GET (RFC 9110): the same headers, and no body.</summary>
public static class HeadRequests
{
    /// <summary>Has the endpoints that answer GET, and nothing else, answer HEAD as well.</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is not { } methods || !methods.HttpMethods.SequenceEqual([HttpMethods.Get]) || endpoint.RequestDelegate is not { } answer)
            {
                return;
            }

            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
            endpoint.RequestDelegate = async context =>
            {
                var body = context.Response.Body;
                if (HttpMethods.IsHead(context.Request.Method))
                {
                    context.Response.Body = Stream.Null;
                }

                try
                {
                    await answer(context);
                }
                finally
                {
                    context.Response.Body = body;
                }
            };
        });
        return builder;
    }
}
