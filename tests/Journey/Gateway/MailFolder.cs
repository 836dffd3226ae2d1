namespace Metropool.Journey.Gateway;

/// <summary>The folder with the mail of a development platform, one file per message.</summary>
internal sealed class MailFolder(string path, RetryPolicy retry)
{
    private const string Code = "?code=";

    /// <summary>Waits for a message with a link to a page, and returns the code in the link of the latest one.</summary>
    /// <param name="address">The address of the recipient.</param>
    /// <param name="page">The path of the page.</param>
    /// <param name="cancellationToken"></param>
    public Task<string> CodeAsync(string address, string page, CancellationToken cancellationToken) => retry.WaitForAsync<string>(
        $"a message to {address} with a link to {page} in {path}",
        async token =>
        {
            // The file names start with the time.
            foreach (var file in (Directory.Exists(path) ? Directory.GetFiles(path, "*.eml") : []).OrderDescending(StringComparer.Ordinal))
            {
                var text = await File.ReadAllTextAsync(file, token);
                var link = text.IndexOf(page + Code, StringComparison.Ordinal);
                if (link >= 0 && text.Contains($"To: {address}", StringComparison.OrdinalIgnoreCase))
                {
                    var code = text[(link + page.Length + Code.Length)..];
                    return code[..code.AsSpan().IndexOfAny(" \r\n")];
                }
            }

            return null;
        },
        cancellationToken);
}
