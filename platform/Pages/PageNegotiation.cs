using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Metropool.Pages;

/// <summary>The format that a client prefers for problems, by <c>Accept</c> (RFC 9110, 12.5.1).</summary>
internal enum PreferredForm
{
    /// <summary>No preference.</summary>
    Any,

    /// <summary>HTML, as a browser that navigates.</summary>
    Page,

    /// <summary>JSON, as clients of the API.</summary>
    Document,
}

/// <summary>Reads <c>Accept</c>.</summary>
internal static class PageNegotiation
{
    private static readonly MediaTypeHeaderValue Html = new("text/html");
    private static readonly MediaTypeHeaderValue[] Documents = [new("application/problem+json"), new("application/json")];

    /// <summary>
    /// Browsers that navigate accept <c>text/html</c>. <c>*/*</c> alone, which clients of APIs send and browsers for other resources, is no preference.
    /// </summary>
    public static PreferredForm GetPreferredForm(this HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return PreferredForm.Any;
        }

        var (page, document) = (QualityOf(Html, accepted), Documents.Max(type => QualityOf(type, accepted)));
        return (page > document, page < document, accepted.Any(range => !range.MatchesAllTypes)) switch
        {
            (_, _, false) => PreferredForm.Any,
            (true, _, _) => PreferredForm.Page,
            (_, true, _) => PreferredForm.Document,
            _ => PreferredForm.Any,
        };
    }

    // The quality of the most specific range: text/html before text/* before */*.
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => type.IsSubsetOf(range))
        .OrderBy(range => (range.MatchesAllTypes, range.MatchesAllSubTypes))
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}
