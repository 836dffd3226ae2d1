using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Metropool.Gateway.Tests;

/// <summary>A response, parsed from its bytes.</summary>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string EndOfHeaders = "\r\n\r\n";

    /// <summary>Parses a response. The test fails if it isn't well-formed.</summary>
    public static RawResponse Parse(string response)
    {
        var end = response.IndexOf(EndOfHeaders, StringComparison.Ordinal);
        Assert.True(end > 0, $"No response: '{response}'");
        var lines = response[..end].Split("\r\n");
        Assert.StartsWith("HTTP/1.1 ", lines[0], StringComparison.Ordinal);
        var headers = lines.Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(header => header[0], header => header.Length > 1 ? header[1] : "", StringComparer.OrdinalIgnoreCase);
        var rest = response[(end + EndOfHeaders.Length)..];
        return new(
            int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture),
            headers,
            headers.TryGetValue("Transfer-Encoding", out var encoding) && encoding == "chunked" ? Dechunk(rest) : rest);
    }

    /// <summary>The problem document. The test fails if it isn't a complete one.</summary>
    public (string Code, JsonElement Document) Problem()
    {
        Assert.StartsWith("application/problem+json", Headers["Content-Type"], StringComparison.Ordinal);
        var document = JsonElement.Parse(Body);
        Assert.Equal(Status, document.GetProperty("status").GetInt32());
        Assert.NotEmpty(document.GetProperty("title").GetString()!);
        Assert.NotEmpty(document.GetProperty("detail").GetString()!);
        var code = document.GetProperty("code").GetString()!;
        Assert.Equal($"urn:problem-type:metropool:{code}", document.GetProperty("type").GetString());
        return (code, document);
    }

    // Chunk sizes are in bytes. Responses are ASCII, except for text of a random request.
    private static string Dechunk(string chunks)
    {
        var (bytes, at, body) = (Encoding.UTF8.GetBytes(chunks), 0, new List<byte>());
        while (true)
        {
            var line = Array.IndexOf(bytes, (byte)'\r', at);
            Assert.True(line >= 0, $"Incomplete body: '{chunks}'");
            var length = int.Parse(Encoding.ASCII.GetString(bytes, at, line - at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return Encoding.UTF8.GetString([.. body]);
            }

            body.AddRange(bytes.AsSpan(line + 2, length));
            at = line + 2 + length + 2;
        }
    }
}
