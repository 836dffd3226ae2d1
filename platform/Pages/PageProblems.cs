using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Metropool.Pages;

/// <summary>Says of an endpoint that people see its answer in a browser.</summary>
public sealed record PageEndpoint;

/// <summary>Says which addresses belong to an API: its clients get a problem document, whatever they accept.</summary>
/// <param name="IsApi">Whether the address of a request does.</param>
internal sealed record ApiAddresses(Func<HttpContext, bool> IsApi);

/// <summary>
/// Writes a problem as a page in Dutch, with the status that a program would get: on a page unless the client prefers JSON, and at an address that is neither a page nor
/// of an API where the client prefers HTML.
/// </summary>
internal sealed class PageProblems(ApiAddresses addresses) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        if (addresses.IsApi(http))
        {
            return false;
        }

        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
        var preferred = http.Request.GetPreferredForm();
        return preferred == PreferredForm.Page || (preferred == PreferredForm.Any && endpoint?.Metadata.GetMetadata<PageEndpoint>() is not null);
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var words = ProblemWords.Of(http.Response.StatusCode);
        var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        await PageResults.Notice(
            new()
            {
                Title = words.Title,
                Text = [words.Text, .. RetryAfter(http.Response)],
                Links = [.. words.Links],
                Technical = string.Join(' ', new[] { context.ProblemDetails.Detail, trace }.Where(part => part is not null)),
                IsFault = true,
            },
            http.Response.StatusCode).ExecuteAsync(http);
    }

    private static IEnumerable<string> RetryAfter(HttpResponse response)
    {
        if (int.TryParse(response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            yield return $"Probeer het over {Wait(TimeSpan.FromSeconds(seconds))} opnieuw.";
        }
    }

    private static string Wait(TimeSpan time) => time switch
    {
        { TotalSeconds: <= 1 } => "een seconde",
        { TotalSeconds: < 60 } => $"{time.Seconds} seconden",
        { TotalMinutes: <= 1 } => "een minuut",
        _ => $"{Math.Ceiling(time.TotalMinutes).ToString("0", CultureInfo.InvariantCulture)} minuten",
    };
}
