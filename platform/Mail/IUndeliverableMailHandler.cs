namespace Metropool.Mail;

/// <summary>Handles a message that is parked because the mail server refuses it. A service registers one where a user must learn of it.</summary>
public interface IUndeliverableMailHandler
{
    /// <summary>Called in the transaction in which the message is parked.</summary>
    Task HandleAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
