using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Metropool.Http;

/// <summary>
/// Answers a request that can't be read with one 400 that names all its faults, in the address, the headers and the body, together with every value outside
/// its limits. The framework reads requests, and stops at the first fault; what it couldn't read is then inspected by the same contracts.
/// </summary>
internal static class RequestInspection
{
    /// <summary>The most faults that are named: a large body must not be answered with a larger one.</summary>
    public const int MostFaults = 100;

    /// <summary>The fault of a request of which no more is known.</summary>
    public static Fault Unreadable { get; } = new("body", FaultCodes.NotReadable, "The body is missing or can't be read.");

    private static readonly object Bound = new();

    public static void UseRequestInspection(this IApplicationBuilder app)
    {
        var json = app.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<ApiEndpoint>() is not null)
            {
                await HandleAsync(context, RequestContract.Of(endpoint, json), BodyLimit.Of(endpoint), next);
            }
            else
            {
                await next(context);
            }
        });
    }

    /// <summary>Notes that the framework has read the request: what goes wrong from here on isn't the reading.</summary>
    public static void SetBound(HttpContext context) => context.Items[Bound] = true;

    /// <summary>The refusal of a request with faults. A fault that has a code of its own keeps it where it is the only one.</summary>
    public static Refusal RefusalOf(IReadOnlyList<Fault> faults) => faults switch
    {
        [var only] when only == Cursor.Fault => Cursor.Invalid().Refusal,
        { Count: >= MostFaults } =>
            Refusal.Invalid(ProblemCodes.Invalid, $"The request has faults. The first {MostFaults} are named.", [.. faults.Take(MostFaults)]),
        _ => Refusal.Invalid(ProblemCodes.Invalid, "The request can't be read, or has values that are not allowed.", faults),
    };

    private static async Task HandleAsync(HttpContext context, RequestContract contract, int limit, RequestDelegate next)
    {
        if (RefusalOfHeaders(context, contract) is { } early)
        {
            await early.ToProblem().ExecuteAsync(context);
            return;
        }

        if (await BufferedBody.ReadAsync(context, limit) is { } tooLarge)
        {
            await tooLarge.ToProblem().ExecuteAsync(context);
            return;
        }

        var values = contract.Values.Select(value => value.Read(context.Request)).ToList();
        var unknown = contract.UnknownParameters(context.Request).Take(MostFaults).ToList();
        Refusal?[] headers =
        [
            IdempotencyKeys.MalformedKey(context),
            contract.DemandsIfMatch && IfMatch.Read(context.Request, out var malformed) is null ? malformed : null,
            EntityTags.MalformedIfNoneMatch(context.Request),
        ];
        if (unknown.Count == 0 && values.TrueForAll(value => value.Fault is null) && Array.TrueForAll(headers, header => header is null))
        {
            AddressValues.Bind(context.Request, values);
            try
            {
                await next(context);
                return;
            }
            catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status400BadRequest && !context.Items.ContainsKey(Bound))
            {
                // It is named below what is wrong.
            }
        }

        await Inspect(context, contract, unknown, values, [.. headers.OfType<Refusal>()]).ToProblem().ExecuteAsync(context);
    }

    private static Refusal? RefusalOfHeaders(HttpContext context, RequestContract contract)
    {
        if (contract.DemandsIfMatch && context.Request.Headers.IfMatch.Count == 0)
        {
            return IfMatch.Needed;
        }

        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
        return hasBody && contract.MediaTypes.Count > 0 && !context.Request.HasJsonContentType()
            ? new(ProblemCodes.MediaTypeUnsupported, $"The body is not of a media type that is read here; {string.Join(", ", contract.MediaTypes)} is.",
                StatusCodes.Status415UnsupportedMediaType)
            : null;
    }

    private static Refusal Inspect(
        HttpContext context, RequestContract contract, IReadOnlyList<Fault> unknown, List<AddressReading> values, IReadOnlyList<Refusal> headers)
    {
        var faults = new List<Fault>(unknown);
        foreach (var (value, read, _, fault) in values)
        {
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else if (read is string cursor && value.Name == Cursor.Key && Cursor.Read(cursor, context.Request) is null)
            {
                faults.Add(Cursor.Fault);
            }
            else if (read is not null && value.Limits is { } limits)
            {
                RequestValidation.Check(limits, read, value.Name, faults);
            }
        }

        faults.AddRange(headers.SelectMany(refusal => refusal.Faults));
        if (contract.Body is { } body)
        {
            JsonInspection.Inspect(BufferedBody.Of(context), body, faults);
        }

        if (faults.Count == 0)
        {
            // The framework and the inspection disagree. The caller is refused all the same.
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestInspection).FullName!)
                .LogWarning("A request to {Endpoint} couldn't be read, and no fault was found in it.", context.GetEndpoint()?.DisplayName);
            faults.Add(Unreadable);
        }

        return headers is [var only] && faults.Count == only.Faults.Count ? only : RefusalOf(faults);
    }
}
