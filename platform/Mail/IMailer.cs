namespace Metropool.Mail;

/// <summary>A way to send mail: SMTP, or files in development.</summary>
public interface IMailer
{
    /// <summary>Reaches the mail server.</summary>
    /// <exception cref="MailServerAwayException">It can't be reached, or doesn't know us: no fault of any message.</exception>
    Task<IMailSession> ConnectAsync(CancellationToken cancellationToken);
}

/// <summary>A connection over which several messages are sent.</summary>
public interface IMailSession : IAsyncDisposable
{
    /// <summary>Hands one message over. When this returns, the server has taken it.</summary>
    /// <exception cref="MailServerAwayException">The server went away; the message may be sent again.</exception>
    /// <exception cref="MailRefusedException">The server refuses this message.</exception>
    Task SendAsync(MailMessage message, CancellationToken cancellationToken);
}

/// <summary>A message of plain text to one person. It says nothing of itself in a log.</summary>
/// <param name="id">The same at each attempt, so that a receiving server can see that it has it already.</param>
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

/// <summary>The mail server can't be used at the moment.</summary>
/// <param name="reason">Why; without an address or a password in it.</param>
/// <param name="innerException">What happened.</param>
public sealed class MailServerAwayException(string reason, Exception? innerException = null) : Exception(reason, innerException);

/// <summary>The mail server refuses one message.</summary>
/// <param name="reason">Its status; not its words, which repeat the address.</param>
/// <param name="isForEver">Whether it says so for good.</param>
public sealed class MailRefusedException(string reason, bool isForEver) : Exception(reason)
{
    /// <summary>True where trying again is of no use.</summary>
    public bool IsForEver { get; } = isForEver;
}
