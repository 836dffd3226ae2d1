using System.Text;
using Microsoft.Net.Http.Headers;

namespace Metropool.Http;

/// <summary>How the bytes of request headers are read.</summary>
public static class RequestHeaders
{
    /// <summary>
    /// Each byte of a value is a character (RFC 9110, 5.5), so that no header breaks a request which nothing reads it in. Code that reads a header judges its value. The server reads
    /// the length of the body itself: with an encoding of ours, a length of more than 20 digits ends the connection without an answer.
    /// </summary>
    /// <param name="name">The name of the header.</param>
    /// <returns>The encoding; null for the server's own.</returns>
    public static Encoding? EncodingOf(string name) => name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? null : Encoding.Latin1;
}
