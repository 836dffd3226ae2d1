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
/// Responds to a request that can't be read with one 400 that lists all faults in the address, the headers and the body, and every value outside its limits.
/// The framework stops at the first fault; a request that it can't read is inspected by the same contracts.
/// </summary>
internal static class RequestInspection
{
    /// <summary>The maximum number of faults in a response, so that a large request doesn't cause a larger response.</summary>
    public const int MaxFaults = 100;

    /// <summary>The fault of a request whose faults are unknown.</summary>
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

    /// <summary>Marks a request as read: later exceptions have another cause.</summary>
    public static void SetBound(HttpContext context) => context.Items[Bound] = true;

    /// <summary>The refusal of a request with faults. A single fault that has its own problem code keeps it.</summary>
    public static Refusal RefusalOf(IReadOnlyList<Fault> faults) => faults switch
    {
        [var only] when only == Cursor.Fault => Cursor.Invalid().Refusal,
        { Count: >= MaxFaults } =>
            Refusal.Invalid(ProblemCodes.Invalid, $"The request has many faults. The first {MaxFaults} are listed.", [.. faults.Take(MaxFaults)]),
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
        var unknown = contract.UnknownParameters(context.Request).Take(MaxFaults).ToList();
        Refusal?[] headers =
        [
            IdempotencyKeys.MalformedKey(context),
            contract.RequiresIfMatch && IfMatch.Read(context.Request, out var malformed) is null ? malformed : null,
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
                // The faults are listed below.
            }
        }

        await Inspect(context, contract, unknown, values, [.. headers.OfType<Refusal>()]).ToProblem().ExecuteAsync(context);
    }

    private static Refusal? RefusalOfHeaders(HttpContext context, RequestContract contract)
    {
        if (contract.RequiresIfMatch && context.Request.Headers.IfMatch.Count == 0)
        {
            return IfMatch.Required;
        }

        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
        return hasBody && contract.MediaTypes.Count > 0 && !context.Request.HasJsonContentType()
            ? new(ProblemCodes.MediaTypeUnsupported, $"The media type of the body is not supported. Use {string.Join(" or ", contract.MediaTypes)}.",
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
            // The framework has refused a request in which the inspection finds no fault.
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestInspection).FullName!)
                .LogWarning("A request to {Endpoint} can't be read, but no fault was found.", context.GetEndpoint()?.DisplayName);
            faults.Add(Unreadable);
        }

        return headers is [var only] && faults.Count == only.Faults.Count ? only : RefusalOf(faults);
    }
}
