using System.Net;

namespace Metropool.Testing;

/// <summary>
/// Handles a response with status 428: reads the version of the resource, at the address or at a parent, and repeats the request with <c>If-Match</c>. So
/// tests that are not about versions don't have to send them.
/// </summary>
internal sealed class IfMatchHandler : DelegatingHandler
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

        again.Headers.TryAddWithoutValidation("If-Match", await EntityTagAsync(request, cancellationToken));
        answer.Dispose();
        var second = await base.SendAsync(again, cancellationToken);
        again.Content = null;
        return second;
    }

    // A caller who can't read the resource sends "*", so that the request is refused by authorization.
    private async Task<string> EntityTagAsync(HttpRequestMessage original, CancellationToken cancellationToken)
    {
        var address = original.RequestUri!.AbsolutePath;
        for (; address.Count(character => character == '/') > 3; address = address[..address.LastIndexOf('/')])
        {
            using var read = new HttpRequestMessage(HttpMethod.Get, new Uri(original.RequestUri, address));
            foreach (var (name, values) in original.Headers)
            {
                read.Headers.TryAddWithoutValidation(name, values);
            }

            using var response = await base.SendAsync(read, cancellationToken);
            if (response.IsSuccessStatusCode && response.Headers.ETag is { } tag)
            {
                return tag.ToString();
            }
        }

        return "*";
    }
}
