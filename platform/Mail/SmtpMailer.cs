using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace Metropool.Mail;

/// <summary>Sends over SMTP.</summary>
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
        catch (Exception e) when (IsAway(e))
        {
            client.Dispose();
            throw new MailServerAwayException(Reason(e), e);
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

    private static bool IsAway(Exception e) =>
        e is SocketException or IOException or AuthenticationException or SslHandshakeException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or CommandException or TimeoutException or NotSupportedException;

    // Of the kind of fault alone: what a server says may hold a user name or an address.
    private static string Reason(Exception e) => e switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } command => $"The mail server doesn't accept Metropool:Mail:From: {(int)command.StatusCode}.",
        SmtpCommandException command => $"The mail server answers {(int)command.StatusCode}.",
        SslHandshakeException => "The mail server's certificate or TLS isn't accepted.",
        AuthenticationException => "The mail server doesn't accept user name and password.",
        SocketException socket => $"The mail server can't be reached: {socket.SocketErrorCode}.",
        NotSupportedException => "The mail server doesn't offer STARTTLS or a way to sign in.",
        _ => $"The mail server can't be used: {e.GetType().Name}.",
    };

    private sealed class Session(SmtpClient client, MailSettings settings) : IMailSession
    {
        public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            using var mime = Mime(message, settings);
            try
            {
                await client.SendAsync(mime, cancellationToken);
            }
            catch (SmtpCommandException e) when (IsOfMessage(e))
            {
                // The client has said RSET by itself; the connection is good for the next message.
                throw new MailRefusedException($"{(int)e.StatusCode} {e.ErrorCode}", (int)e.StatusCode >= 500 && !IsPolicy(e));
            }
            catch (Exception e) when (IsAway(e))
            {
                throw new MailServerAwayException(Reason(e), e);
            }
        }

        // A sender that isn't accepted is ours, in every message: that is mended here, and is no message's fault.
        private static bool IsOfMessage(SmtpCommandException e) =>
            e.StatusCode is not SmtpStatusCode.ServiceNotAvailable and not SmtpStatusCode.AuthenticationRequired && e.ErrorCode != SmtpErrorCode.SenderNotAccepted;

        // X.7.x of RFC 3463: not allowed, such as relaying. Whoever runs the server may yet allow it; a mailbox that there isn't never comes.
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
            catch (Exception e) when (IsAway(e))
            {
                // It has taken what it has taken.
            }

            client.Dispose();
        }
    }

    /// <summary>The message in the form of RFC 5322.</summary>
    /// <exception cref="MailRefusedException">It can't be made of this message, and never can.</exception>
    internal static MimeMessage Mime(MailMessage message, MailSettings settings)
    {
        try
        {
            return Make(message, settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // What is said of it repeats the address.
            throw new MailRefusedException($"It can't be written: {e.GetType().Name}", isForEver: true);
        }
    }

    private static MimeMessage Make(MailMessage message, MailSettings settings)
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

        // So that absence notices don't come back (RFC 3834).
        mime.Headers.Add("Auto-Submitted", "auto-generated");
        return mime;
    }
}
