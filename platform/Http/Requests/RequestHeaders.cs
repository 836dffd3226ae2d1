using System.Text;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>The encoding of request headers.</summary>
public static class RequestHeaders
{
    /// <summary>
    /// Each byte of a value is a character (RFC 9110, 5.5), so that a request isn't refused for a header that nothing reads. Code that reads a header
    /// validates its value. The server parses the length of the body itself: with another encoding, a length of more than 20 digits ends the connection
    /// without a response.
    /// </summary>
    /// <param name="name">The name of the header.</param>
    /// <returns>The encoding; null for the server's default.</returns>
    public static Encoding? EncodingOf(string name) => name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? null : Encoding.Latin1;
}
