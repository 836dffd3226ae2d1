namespace Metropool.Mail;

/// <summary>Handles that a message was parked, because the mail server doesn't take it: a service registers one where someone has to learn of it.</summary>
public interface IUndeliverableMailHandler
{
    /// <summary>Called in the transaction in which the message is parked, before that: what it changes is saved with it, or not at all.</summary>
    Task HandleAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
