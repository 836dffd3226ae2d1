using Metropool.Messaging;
using Metropool.Messaging.Queues;
using Npgsql;

namespace Metropool.Mail;

/// <summary>A message as the relay reads it from the table.</summary>
internal sealed record PendingMail(MailMessage Message, string Kind, DateTimeOffset TriedSince, int Refusals);

/// <summary>
/// The table of outgoing mail, for the relay. Commits are flushed to disk: after a crash, a deleted message would reappear and be mailed again.
/// </summary>
internal sealed class MailQueue(MessagingDatabase database, TimeProvider clock) : LeasedQueue<Guid, PendingMail>(
    database, clock, "outgoing_mail", "mail_id", "mail_id, recipient, subject, text, created_at, kind, tried_since, refusals")
{
    protected override Guid KeyOf(PendingMail message) => message.Message.Id;

    protected override PendingMail Read(NpgsqlDataReader reader) => new(
        new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)),
        reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt32(7));
}
