using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Metropool.Http;

/// <summary>What an endpoint reads of a request, from what the framework says of its parameters.</summary>
/// <param name="Values">What it takes from the address.</param>
/// <param name="Body">The body that it reads; null where it reads none as JSON.</param>
/// <param name="MediaTypes">The media types of its body; empty where it has none.</param>
/// <param name="DemandsIfMatch">Whether it demands <c>If-Match</c>.</param>
internal sealed record RequestContract(IReadOnlyList<AddressValue> Values, BodyContract? Body, IReadOnlyList<string> MediaTypes, bool DemandsIfMatch)
{
    private static readonly ConditionalWeakTable<RouteEndpoint, RequestContract> Known = [];

    /// <summary>The parameters of the query that aren't known here: a misspelt filter would else choose everything.</summary>
    public IEnumerable<Fault> UnknownParameters(HttpRequest request) => request.Query.Keys
        .Where(name => !Values.Any(value => value.Source == ValueSource.Query && value.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .Select(name => new Fault(name.Length == 0 ? "query" : JsonInspection.Shortened(name), FaultCodes.UnknownParameter, "This parameter is not known here."));

    public static RequestContract Of(RouteEndpoint endpoint, JsonSerializerOptions json) => Known.GetValue(endpoint, _ => Make(endpoint, json));

    private static RequestContract Make(RouteEndpoint endpoint, JsonSerializerOptions json)
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

        return new(values, body, accepts?.ContentTypes ?? [], endpoint.Metadata.GetMetadata<DemandsIfMatch>() is not null);
    }

    // As the framework decides it: by attribute, else by the pattern, and what is text or made of text is in the query.
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
/// <param name="Type">The contract that it is read with.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Limits">What its annotations say; null where nothing is checked.</param>
internal sealed record BodyContract(JsonTypeInfo Type, bool IsRequired, RequestValidation.Member? Limits);
