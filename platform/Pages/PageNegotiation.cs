using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Metropool.Pages;

/// <summary>What a client prefers to get when a request is refused, by <c>Accept</c> (RFC 9110, 12.5.1).</summary>
internal enum PreferredForm
{
    /// <summary>It doesn't say, or likes both as much.</summary>
    Any,

    /// <summary>HTML, as a browser that opens an address.</summary>
    Page,

    /// <summary>JSON, as a client of the API.</summary>
    Document,
}

/// <summary>Reads <c>Accept</c>.</summary>
internal static class PageNegotiation
{
    private static readonly MediaTypeHeaderValue Html = new("text/html");
    private static readonly MediaTypeHeaderValue[] Documents = [new("application/problem+json"), new("application/json")];

    /// <summary>
    /// A browser names <c>text/html</c>. A range such as <c>*/*</c> alone is what clients of APIs send, and browsers for what isn't a page: it prefers nothing.
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

    // That of the most specific range: text/html before text/* before */*.
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => type.IsSubsetOf(range))
        .OrderBy(range => (range.MatchesAllTypes, range.MatchesAllSubTypes))
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}
