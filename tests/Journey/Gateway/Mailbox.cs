namespace Metropool.Journey.Gateway;

/// <summary>What a development platform mails: a file for each message, in a folder.</summary>
internal sealed class Mailbox(string folder, Patience patience)
{
    private const string Code = "?code=";

    /// <summary>The code in the link of the newest message to an address that leads to some page.</summary>
    /// <param name="address">To whom.</param>
    /// <param name="page">The path of the page.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<string> CodeAsync(string address, string page, CancellationToken cancellationToken) => patience.UntilAsync<string>(
        $"a message to {address} with a link to {page}, in {folder}",
        async token =>
        {
            // Their names begin with the time.
            foreach (var file in (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : []).OrderDescending(StringComparer.Ordinal))
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
