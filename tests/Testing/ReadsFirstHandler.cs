using System.Net;

namespace Metropool.Testing;

/// <summary>
/// What a client does that is asked which version it means (428): it reads what is there, at the address or at one above it, and says that it means this.
/// So a test about something else needn't speak of versions.
/// </summary>
internal sealed class ReadsFirstHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is not null)
        {
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.PreconditionRequired)
        {
            return answer;
        }

        using var again = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
        {
            again.Headers.TryAddWithoutValidation(name, values);
        }

        again.Headers.TryAddWithoutValidation("If-Match", await TagAsync(request, cancellationToken));
        answer.Dispose();
        var second = await base.SendAsync(again, cancellationToken);
        again.Content = null;
        return second;
    }

    // Who may not read it means any version, and is refused for what they are.
    private async Task<string> TagAsync(HttpRequestMessage about, CancellationToken cancellationToken)
    {
        var address = about.RequestUri!.AbsolutePath;
        for (; address.Count(character => character == '/') > 3; address = address[..address.LastIndexOf('/')])
        {
            using var read = new HttpRequestMessage(HttpMethod.Get, new Uri(about.RequestUri, address));
            foreach (var (name, values) in about.Headers)
            {
                read.Headers.TryAddWithoutValidation(name, values);
            }

            using var shown = await base.SendAsync(read, cancellationToken);
            if (shown.IsSuccessStatusCode && shown.Headers.ETag is { } tag)
            {
                return tag.ToString();
            }
        }

        return "*";
    }
}
