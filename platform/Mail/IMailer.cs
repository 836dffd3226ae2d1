namespace Metropool.Mail;

/// <summary>A way to send mail: SMTP, or files in development.</summary>
public interface IMailer
{
    /// <summary>Connects to the mail server.</summary>
    /// <exception cref="MailServerUnavailableException">It can't be reached, or refuses the connection.</exception>
    Task<IMailSession> ConnectAsync(CancellationToken cancellationToken);
}

/// <summary>A connection over which several messages are sent.</summary>
public interface IMailSession : IAsyncDisposable
{
    /// <summary>Sends a message. When this returns, the server has accepted it.</summary>
    /// <exception cref="MailServerUnavailableException">The connection is lost; the message may be sent again.</exception>
    /// <exception cref="MailRefusedException">The server refuses this message.</exception>
    Task SendAsync(MailMessage message, CancellationToken cancellationToken);
}

/// <summary>A plain-text message to one recipient. It is a class and not a record, so that <c>ToString</c> doesn't expose its content in a log.</summary>
/// <param name="id">The same at each attempt, so that a receiving server recognises a copy.</param>
/// <param name="recipient">The address.</param>
/// <param name="subject">The subject.</param>
/// <param name="text">The text.</param>
/// <param name="writtenAt">When it was written, UTC.</param>
public sealed class MailMessage(Guid id, string recipient, string subject, string text, DateTimeOffset writtenAt)
{
    /// <summary>The id.</summary>
    public Guid Id { get; } = id;

    /// <summary>The address.</summary>
    public string Recipient { get; } = recipient;

    /// <summary>The subject.</summary>
    public string Subject { get; } = subject;

    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset WrittenAt { get; } = writtenAt;
}

/// <summary>The mail server can't be used now.</summary>
/// <param name="reason">Why, without an address or a password.</param>
/// <param name="innerException">The cause.</param>
public sealed class MailServerUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);

/// <summary>The mail server refuses a message.</summary>
/// <param name="reason">The SMTP status. The server's text isn't used, because it repeats the address.</param>
/// <param name="isPermanent">Whether the refusal is permanent.</param>
public sealed class MailRefusedException(string reason, bool isPermanent) : Exception(reason)
{
    /// <summary>True where another attempt would be refused too.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
