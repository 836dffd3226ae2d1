using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace Metropool.Mail;

/// <summary>Sends mail over SMTP.</summary>
internal sealed class SmtpMailer(MailSettings settings) : IMailer
{
    public async Task<IMailSession> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new SmtpClient { Timeout = (int)settings.AnswerTime.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, SecurityOf(settings.Security), cancellationToken);
            if (settings.UserName is { Length: > 0 } userName)
            {
                await client.AuthenticateAsync(userName, settings.Password ?? "", cancellationToken);
            }

            return new Session(client, settings);
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            client.Dispose();
            throw new MailServerUnavailableException(Reason(e), e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private static bool IsUnavailable(Exception e) => e is SocketException or IOException or TimeoutException or AuthenticationException
        or SslHandshakeException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or CommandException
        or NotSupportedException;

    // Without the server's text, which may contain a user name or an address.
    private static string Reason(Exception e) => e switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } command =>
            $"The mail server refuses Metropool:Mail:From: {(int)command.StatusCode}.",
        SmtpCommandException command => $"The mail server answers {(int)command.StatusCode}.",
        SslHandshakeException => "The TLS handshake with the mail server failed.",
        AuthenticationException => "The mail server refuses the user name or password.",
        SocketException socket => $"The mail server can't be reached: {socket.SocketErrorCode}.",
        NotSupportedException => "The mail server supports neither STARTTLS nor a known authentication method.",
        _ => $"The mail server can't be used: {e.GetType().Name}.",
    };

    private sealed class Session(SmtpClient client, MailSettings settings) : IMailSession
    {
        public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            using var mime = CreateMime(message, settings);
            try
            {
                await client.SendAsync(mime, cancellationToken);
            }
            catch (SmtpCommandException e) when (IsMessageRefused(e))
            {
                // The client has sent RSET: the connection can be used for the next message.
                throw new MailRefusedException($"{(int)e.StatusCode} {e.ErrorCode}", isPermanent: (int)e.StatusCode >= 500 && !IsPolicy(e));
            }
            catch (Exception e) when (IsUnavailable(e))
            {
                throw new MailServerUnavailableException(Reason(e), e);
            }
        }

        // A refused sender is a wrong setting, which is the same for every message.
        private static bool IsMessageRefused(SmtpCommandException e) =>
            e.StatusCode is not SmtpStatusCode.ServiceNotAvailable and not SmtpStatusCode.AuthenticationRequired
            && e.ErrorCode != SmtpErrorCode.SenderNotAccepted;

        // X.7.x of RFC 3463: not allowed, such as relaying. The server's operator can still allow it, so that another attempt is worthwhile.
        private static bool IsPolicy(SmtpCommandException e) => e.Message.StartsWith("5.7.", StringComparison.Ordinal);

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (client.IsConnected)
                {
                    await client.DisconnectAsync(quit: true);
                }
            }
            catch (Exception e) when (IsUnavailable(e))
            {
                // The messages that it accepted are sent.
            }

            client.Dispose();
        }
    }

    /// <summary>Creates the message in the format of RFC 5322.</summary>
    /// <exception cref="MailRefusedException">The message can't be encoded.</exception>
    internal static MimeMessage CreateMime(MailMessage message, MailSettings settings)
    {
        try
        {
            return Create(message, settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Without the exception's message, which repeats the address.
            throw new MailRefusedException($"It can't be encoded: {e.GetType().Name}", isPermanent: true);
        }
    }

    private static MimeMessage Create(MailMessage message, MailSettings settings)
    {
        var from = settings.From ?? "metropool@localhost";
        var mime = new MimeMessage
        {
            Subject = message.Subject,
            Date = message.WrittenAt,
            MessageId = $"{message.Id:N}@{from[(from.LastIndexOf('@') + 1)..]}",
            Body = new TextPart(TextFormat.Plain) { Text = message.Text, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
        mime.From.Add(new MailboxAddress(settings.FromName, from));
        mime.To.Add(new MailboxAddress(null, message.Recipient));

        // Prevents automatic replies, such as absence notices (RFC 3834).
        mime.Headers.Add("Auto-Submitted", "auto-generated");
        return mime;
    }
}
