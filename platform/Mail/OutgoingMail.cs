using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail;

/// <summary>
/// A message on its way out, written in the same transaction as what it tells of. Once it is sent it is gone. Of one that was given up, a while longer than its
/// address, subject and text, remains that there was one.
/// </summary>
public sealed class OutgoingMail
{
    /// <summary>The id, and that of the message.</summary>
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
    /// Whom it is about: a person, or the application, nomination, interest, registration or invitation of one, as the service knows them. An erasure goes by
    /// this, and not by the address,
    /// which can be that of a contact who is mailed about many. Null where it is about no one.
    /// </summary>
    public Guid? DataSubjectId { get; init; }

    /// <summary>The person with an account who receives it; null where the address belongs to no account.</summary>
    public Guid? RecipientPersonId { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this it is of no use, because the link in it isn't: it is given up. UTC.</summary>
    public DateTimeOffset? UselessAfter { get; init; }

    /// <summary>When it is tried next; null once given up or parked. While one relay is at it, until when no other takes it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Since when it is tried: since it was written, or released.</summary>
    public required DateTimeOffset TriedSince { get; init; }

    /// <summary>How often the server refused it.</summary>
    public int Refusals { get; init; }

    /// <summary>The server's status when it last did.</summary>
    public string? LastRefusal { get; init; }

    /// <summary>When it was parked or given up: the server refused it for good, or for too long. UTC.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>A message that is due now.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="dataSubjectId">Whom it is about; null for no one.</param>
    /// <param name="recipient">The address.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="now">System time, UTC.</param>
    /// <param name="uselessAfter">When the link in it ends; null where there is none.</param>
    /// <param name="recipientPersonId">The person with an account who receives it.</param>
    public static OutgoingMail Write(
        string kind, Guid? dataSubjectId, string recipient, string subject, string text, DateTimeOffset now, DateTimeOffset? uselessAfter = null, Guid? recipientPersonId = null) => new()
    {
        MailId = Guid.CreateVersion7(now),
        Kind = kind,
        DataSubjectId = dataSubjectId,
        RecipientPersonId = recipientPersonId,
        Recipient = recipient,
        Subject = subject,
        Text = text,
        CreatedAt = now,
        UselessAfter = uselessAfter,
        DueAt = now,
        TriedSince = now,
    };
}

/// <summary>Takes messages back that aren't sent yet.</summary>
public static class UnsentMail
{
    /// <summary>
    /// Removes the messages about any of the data subjects, parked ones too, in the caller's transaction. A message that is being sent at this moment
    /// arrives.
    /// </summary>
    /// <returns>The number of messages.</returns>
    public static Task<int> DiscardMailAboutAsync(this DbContext db, IReadOnlyCollection<Guid> dataSubjectIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Set<OutgoingMail>().Where(mail => dataSubjectIds.Contains(mail.DataSubjectId!.Value)).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>The table in the service's own database.</summary>
public static class OutgoingMailModel
{
    /// <summary>Adds it. Its names are fixed: the relay speaks SQL.</summary>
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
            mail.Property(m => m.UselessAfter).HasColumnName("useless_after");
            mail.Property(m => m.DueAt).HasColumnName("due_at");
            mail.Property(m => m.TriedSince).HasColumnName("tried_since");
            mail.Property(m => m.Refusals).HasColumnName("refusals");
            mail.Property(m => m.LastRefusal).HasColumnName("last_refusal");
            mail.Property(m => m.ParkedAt).HasColumnName("parked_at");
            mail.HasIndex(m => new { m.DueAt, m.MailId }).HasDatabaseName("ix_outgoing_mail_due").HasFilter("due_at IS NOT NULL");
            mail.HasIndex(m => m.DataSubjectId).HasDatabaseName("ix_outgoing_mail_data_subject");
            mail.HasIndex(m => m.UselessAfter).HasDatabaseName("ix_outgoing_mail_kept").HasFilter("text IS NOT NULL");
        });
    }
}
