using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Metropool.Pages;

/// <summary>Marks an endpoint whose response is a page.</summary>
public sealed record PageEndpoint;

/// <summary>Determines the addresses of APIs, whose problems are always JSON.</summary>
/// <param name="IsApi">Whether a request is to an API.</param>
internal sealed record ApiAddresses(Func<HttpContext, bool> IsApi);

/// <summary>
/// Writes a problem as a page in Dutch with the same status: for a page unless the client prefers JSON, and for an address of neither a page nor an API where
/// the client prefers HTML.
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
        var text = ProblemTexts.Of(http.Response.StatusCode);
        var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        await PageResults.Notice(
            new()
            {
                Title = text.Title,
                Text = [text.Text, .. RetryAfter(http.Response)],
                Links = [.. text.Links],
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
