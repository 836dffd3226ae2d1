using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail;

/// <summary>
/// A message that waits to be sent, written in the transaction of the change that it is about. It is deleted once it is sent. When it is given up, its
/// address, subject and text are deleted, and the rest a week later.
/// </summary>
public sealed class OutgoingMail
{
    /// <summary>The id, also of the message that is sent.</summary>
    public required Guid MailId { get; init; }

    /// <summary>What it is about, such as <c>password-reset</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The address; null once given up.</summary>
    public string? Recipient { get; init; }

    /// <summary>The subject; null once given up.</summary>
    public string? Subject { get; init; }

    /// <summary>The text; null once given up.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The person that it is about, or that person's application, nomination, interest, registration or invitation, as the service knows them; null where it
    /// is about no one. An erasure uses this, and not the address, which can be that of a contact who receives mail about many people.
    /// </summary>
    public Guid? DataSubjectId { get; init; }

    /// <summary>The recipient's account; null where the address belongs to no account.</summary>
    public Guid? RecipientPersonId { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the link in it expires, UTC: after that it is given up. Null where it has no such link.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it is tried next, UTC; null once it is given up or parked.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The end of the lease, UTC: until then no other process sends it. Null if it isn't leased.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>Since when it is tried, UTC: since it was written or released.</summary>
    public required DateTimeOffset TriedSince { get; init; }

    /// <summary>How often the mail server refused it.</summary>
    public int Refusals { get; init; }

    /// <summary>The server's status at the last refusal.</summary>
    public string? LastRefusal { get; init; }

    /// <summary>When it was parked (the server refused it permanently or for too long) or given up, UTC.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>Creates a message that is due now.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="dataSubjectId">The person that it is about; null for no one.</param>
    /// <param name="recipient">The address.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="now">System time, UTC.</param>
    /// <param name="expiresAt">When the link in it expires; null without a link.</param>
    /// <param name="recipientPersonId">The recipient's account.</param>
    public static OutgoingMail Write(
        string kind,
        Guid? dataSubjectId,
        string recipient,
        string subject,
        string text,
        DateTimeOffset now,
        DateTimeOffset? expiresAt = null,
        Guid? recipientPersonId = null) => new()
    {
        MailId = Guid.CreateVersion7(now),
        Kind = kind,
        DataSubjectId = dataSubjectId,
        RecipientPersonId = recipientPersonId,
        Recipient = recipient,
        Subject = subject,
        Text = text,
        CreatedAt = now,
        ExpiresAt = expiresAt,
        DueAt = now,
        TriedSince = now,
    };
}

/// <summary>Queries and statements on outgoing mail.</summary>
public static class OutgoingMails
{
    /// <summary>
    /// Deletes the messages about any of the data subjects, also parked ones, in the caller's transaction. A message that is being sent at this moment arrives.
    /// </summary>
    /// <returns>The number of messages.</returns>
    public static Task<int> DiscardMailAboutAsync(this DbContext db, IReadOnlyCollection<Guid> dataSubjectIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Set<OutgoingMail>().Where(mail => dataSubjectIds.Contains(mail.DataSubjectId!.Value)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Messages whose link has expired, and that still have a text.</summary>
    internal static IQueryable<OutgoingMail> Expired(this IQueryable<OutgoingMail> mails, DateTimeOffset now) =>
        mails.Where(mail => mail.ExpiresAt < now && mail.Text != null);

    /// <summary>Messages that wait for the mail server.</summary>
    internal static IQueryable<OutgoingMail> Pending(this IQueryable<OutgoingMail> mails) => mails.Where(mail => mail.DueAt != null);

    /// <summary>Messages that can be released.</summary>
    internal static IQueryable<OutgoingMail> Parked(this IQueryable<OutgoingMail> mails) => mails.Where(mail => mail.ParkedAt != null && mail.Text != null);
}

/// <summary>The table of outgoing mail in the service's database.</summary>
public static class OutgoingMailModel
{
    /// <summary>Adds the table. Its names don't follow the service's naming convention, because the relay uses SQL.</summary>
    public static void AddOutgoingMail(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<OutgoingMail>(mail =>
        {
            mail.ToTable("outgoing_mail");
            mail.HasKey(m => m.MailId).HasName("pk_outgoing_mail");
            mail.Property(m => m.MailId).HasColumnName("mail_id");
            mail.Property(m => m.Kind).HasColumnName("kind").HasMaxLength(50);
            mail.Property(m => m.Recipient).HasColumnName("recipient");
            mail.Property(m => m.Subject).HasColumnName("subject");
            mail.Property(m => m.Text).HasColumnName("text");
            mail.Property(m => m.DataSubjectId).HasColumnName("data_subject_id");
            mail.Property(m => m.RecipientPersonId).HasColumnName("recipient_person_id");
            mail.Property(m => m.CreatedAt).HasColumnName("created_at");
            mail.Property(m => m.ExpiresAt).HasColumnName("expires_at");
            mail.Property(m => m.DueAt).HasColumnName("due_at");
            mail.Property(m => m.LeasedUntil).HasColumnName("leased_until");
            mail.Property(m => m.TriedSince).HasColumnName("tried_since");
            mail.Property(m => m.Refusals).HasColumnName("refusals");
            mail.Property(m => m.LastRefusal).HasColumnName("last_refusal");
            mail.Property(m => m.ParkedAt).HasColumnName("parked_at");
            mail.HasIndex(m => new { m.DueAt, m.MailId }).HasDatabaseName("ix_outgoing_mail_due").HasFilter("due_at IS NOT NULL");
            mail.HasIndex(m => m.DataSubjectId).HasDatabaseName("ix_outgoing_mail_data_subject");
            mail.HasIndex(m => m.ExpiresAt).HasDatabaseName("ix_outgoing_mail_expires_at").HasFilter("text IS NOT NULL");
        });
    }
}
