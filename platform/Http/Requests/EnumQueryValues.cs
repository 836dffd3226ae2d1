using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Metropool.Http;

/// <summary>
/// Takes values of enumerations in a query as JSON and the OpenAPI document have them: in camelCase. ASP.NET Core 10 binds nothing but the name of
/// the member, with its own capitals; so that is what the value is turned into before the handler's parameters are bound. It would bind numbers and several names as
/// well: they are refused, as is everything that isn't one name.
/// </summary>
internal static class EnumQueryValues
{
    private static readonly object Written = new();
    private static readonly ConcurrentDictionary<MethodInfo, IReadOnlyList<Parameter>> Known = new();

    public static void UseEnumQueryValues(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Query.Count > 0 && context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } handler)
        {
            Rename(context.Request, Known.GetOrAdd(handler, ParametersOf));
        }

        return next(context);
    });

    /// <summary>The query as the caller wrote it.</summary>
    public static IQueryCollection AsWritten(HttpRequest request) => request.HttpContext.Items.TryGetValue(Written, out var query) ? (IQueryCollection)query! : request.Query;

    private static void Rename(HttpRequest request, IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (!request.Query.TryGetValue(parameter.Name, out var given))
            {
                continue;
            }

            if (given.Count != 1 || !parameter.Members.TryGetValue(given.ToString(), out var member))
            {
                throw new RequestRefusedException(Refusal.Invalid(
                    ProblemCodes.Invalid, "The request can't be read.",
                    new Fault(parameter.Name, FaultCodes.NotReadable, $"One of {string.Join(", ", parameter.Members.Keys)} is needed.")));
            }

            request.HttpContext.Items.TryAdd(Written, request.Query);
            request.Query = new QueryCollection(new Dictionary<string, StringValues>(request.Query, StringComparer.OrdinalIgnoreCase) { [parameter.Name] = member });
        }
    }

    private static List<Parameter> ParametersOf(MethodInfo handler) =>
    [
        .. handler.GetParameters()
            .Select(parameter => (parameter.Name, Type: Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType))
            .Where(parameter => parameter.Type.IsEnum)
            .Select(parameter => new Parameter(
                parameter.Name!, Enum.GetNames(parameter.Type).ToDictionary(JsonNamingPolicy.CamelCase.ConvertName, StringComparer.Ordinal))),
    ];

    /// <param name="Name">Its key in the query.</param>
    /// <param name="Members">The members of the enumeration by their names in JSON.</param>
    private sealed record Parameter(string Name, IReadOnlyDictionary<string, string> Members);
}
