using MimeKit;

namespace Metropool.Mail;

/// <summary>Development only: writes each message to a file, <c>time-id.eml</c>, that only its owner can read.</summary>
internal sealed class FileMailer(MailSettings settings) : IMailer, IMailSession
{
    public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(settings.Folder!);
            return Task.FromResult<IMailSession>(this);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailServerUnavailableException("The folder for mail can't be written.", e);
        }
    }

    public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        var path = Path.Combine(settings.Folder!, FormattableString.Invariant($"{message.WrittenAt.UtcDateTime:yyyyMMdd-HHmmss}-{message.Id:N}.eml"));
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var mime = SmtpMailer.CreateMime(message, settings);

            // Unencoded, so that a developer can copy the link from the file.
            ((MimePart)mime.Body!).ContentTransferEncoding = ContentEncoding.EightBit;
            await using (var file = new FileStream(temporary, options))
            {
                await mime.WriteToAsync(file, cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailServerUnavailableException("The folder for mail can't be written.", e);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Used where neither a server nor a folder is set: mail waits in the database.</summary>
internal sealed class NoMailer : IMailer
{
    public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken) =>
        throw new MailServerUnavailableException("Neither Metropool:Mail:Host nor Metropool:Mail:Folder is set.");
}
