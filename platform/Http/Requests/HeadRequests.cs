using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Metropool.Http;

/// <summary>Supports HEAD wherever GET is supported (RFC 9110): the same headers without a body.</summary>
public static class HeadRequests
{
    /// <summary>Adds HEAD to the endpoints that support GET only.</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods;
            if (methods?.SequenceEqual([HttpMethods.Get]) != true || endpoint.RequestDelegate is not { } handler)
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
                    await handler(context);
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
