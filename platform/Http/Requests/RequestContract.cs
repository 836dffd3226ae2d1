using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Metropool.Http;

/// <summary>What an endpoint reads from a request, by the framework's metadata of its parameters.</summary>
/// <param name="Values">The values in the address.</param>
/// <param name="Body">The JSON body; null without one.</param>
/// <param name="MediaTypes">The media types of the body; empty without a body.</param>
/// <param name="RequiresIfMatch">Whether <c>If-Match</c> is required.</param>
internal sealed record RequestContract(IReadOnlyList<AddressValue> Values, BodyContract? Body, IReadOnlyList<string> MediaTypes, bool RequiresIfMatch)
{
    private static readonly ConditionalWeakTable<RouteEndpoint, RequestContract> Known = [];

    /// <summary>The unknown query parameters. Ignored, a misspelt filter would select everything.</summary>
    public IEnumerable<Fault> UnknownParameters(HttpRequest request) => request.Query.Keys
        .Where(name => !Values.Any(value => value.Source == ValueSource.Query && value.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .Select(name => new Fault(name.Length == 0 ? "query" : JsonInspection.Truncate(name), FaultCodes.UnknownParameter, "The parameter is unknown."));

    public static RequestContract Of(RouteEndpoint endpoint, JsonSerializerOptions json) => Known.GetValue(endpoint, _ => Create(endpoint, json));

    private static RequestContract Create(RouteEndpoint endpoint, JsonSerializerOptions json)
    {
        var (values, body) = (new List<AddressValue>(), (BodyContract?)null);
        var accepts = endpoint.Metadata.GetMetadata<IAcceptsMetadata>();
        foreach (var parameter in endpoint.Metadata.OfType<IParameterBindingMetadata>().Where(parameter => !parameter.HasBindAsync))
        {
            var type = parameter.ParameterInfo.ParameterType;
            if (PlaceOf(parameter, endpoint) is var (source, name))
            {
                var isRequired = !parameter.IsOptional && !parameter.ParameterInfo.HasDefaultValue;
                values.Add(new(name, source, json.GetTypeInfo(type), isRequired, RequestValidation.ToMember(parameter.ParameterInfo)));
            }
            else if (type == accepts?.RequestType)
            {
                body = new(json.GetTypeInfo(type), !accepts.IsOptional, RequestValidation.ToMember(parameter.ParameterInfo));
            }
        }

        return new(values, body, accepts?.ContentTypes ?? [], endpoint.Metadata.GetMetadata<RequiresIfMatch>() is not null);
    }

    // The rules of the framework: by attribute, else by the route pattern; strings and types with TryParse are in the query.
    private static (ValueSource Source, string Name)? PlaceOf(IParameterBindingMetadata parameter, RouteEndpoint endpoint)
    {
        var attributes = parameter.ParameterInfo.GetCustomAttributes(true);
        var name = parameter.Name;
        return attributes.OfType<IFromQueryMetadata>().FirstOrDefault() is { } query ? (ValueSource.Query, query.Name ?? name)
            : attributes.OfType<IFromRouteMetadata>().FirstOrDefault() is { } route ? (ValueSource.Route, route.Name ?? name)
            : attributes.Any(attribute => attribute is IFromBodyMetadata or IFromServiceMetadata or IFromFormMetadata or IFromHeaderMetadata) ? null
            : endpoint.RoutePattern.GetParameter(name) is not null ? (ValueSource.Route, name)
            : parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string) ? (ValueSource.Query, name)
            : null;
    }
}

/// <summary>The body that an endpoint reads.</summary>
/// <param name="Type">The contract with which it is deserialized.</param>
/// <param name="IsRequired">Whether it is required.</param>
/// <param name="Limits">Its annotations; null where nothing is checked.</param>
internal sealed record BodyContract(JsonTypeInfo Type, bool IsRequired, RequestValidation.Member? Limits);
