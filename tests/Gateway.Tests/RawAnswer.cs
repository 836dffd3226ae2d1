using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Metropool.Gateway.Tests;

/// <summary>An answer as it stood on the wire.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string EndOfHeaders = "\r\n\r\n";

    /// <summary>Reads one; fails if it isn't well-formed.</summary>
    public static RawAnswer Parse(string answer)
    {
        var end = answer.IndexOf(EndOfHeaders, StringComparison.Ordinal);
        Assert.True(end > 0, $"No answer: '{answer}'");
        var lines = answer[..end].Split("\r\n");
        Assert.StartsWith("HTTP/1.1 ", lines[0], StringComparison.Ordinal);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(header => header[0], header => header.Length > 1 ? header[1] : "", StringComparer.OrdinalIgnoreCase);
        var rest = answer[(end + EndOfHeaders.Length)..];
        return new(
            int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture),
            headers,
            headers.TryGetValue("Transfer-Encoding", out var encoding) && encoding == "chunked" ? Joined(rest) : rest);
    }

    /// <summary>The problem document that it has to be.</summary>
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

    // The answers here are read as UTF-8 and are ASCII, but for what a fuzzed request put into them: chunks are counted in bytes.
    private static string Joined(string chunks)
    {
        var (bytes, at, body) = (Encoding.UTF8.GetBytes(chunks), 0, new List<byte>());
        while (true)
        {
            var line = Array.IndexOf(bytes, (byte)'\r', at);
            Assert.True(line >= 0, $"No whole body: '{chunks}'");
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
