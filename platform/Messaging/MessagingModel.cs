using Metropool.Messaging.Inbox;
using Metropool.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging;

/// <summary>The tables that messaging needs in a service's database.</summary>
public static class MessagingModel
{
    /// <summary>Adds the outbox and the inbox. Their names don't follow the service's naming convention, because the relay and the inbox use SQL.</summary>
    public static void AddMessaging(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<OutboxMessage>(message =>
        {
            message.ToTable("outbox_messages");
            message.HasKey(m => m.Id).HasName("pk_outbox_messages");
            message.Property(m => m.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            message.Property(m => m.MessageId).HasColumnName("message_id");
            message.Property(m => m.Exchange).HasColumnName("exchange");
            message.Property(m => m.ContentType).HasColumnName("content_type");
            message.Property(m => m.Headers).HasColumnName("headers").HasColumnType("jsonb");
            message.Property(m => m.Body).HasColumnName("body");
            message.Property(m => m.DataSubjectId).HasColumnName("data_subject_id");
            message.Ignore(m => m.Event);
            message.Property(m => m.CreatedAt).HasColumnName("created_at");
            message.Property(m => m.DueAt).HasColumnName("due_at");
            message.Property(m => m.LeasedUntil).HasColumnName("leased_until");
            message.Property(m => m.Refusals).HasColumnName("refusals");
            message.Property(m => m.LastRefusal).HasColumnName("last_refusal");

            // In the order in which the relay leases messages. It leaves out parked messages, of which there may be many, and leases, which would have to be
            // maintained.
            message.HasIndex(m => new { m.DueAt, m.Id }).HasDatabaseName("ix_outbox_messages_due").HasFilter("due_at IS NOT NULL");
        });

        model.Entity<InboxMessage>(message =>
        {
            message.ToTable("inbox_messages");
            message.HasKey(m => new { m.MessageId, m.ConsumerId }).HasName("pk_inbox_messages");
            message.Property(m => m.MessageId).HasColumnName("message_id");
            message.Property(m => m.ConsumerId).HasColumnName("consumer_id");
            message.Property(m => m.ConsumedAt).HasColumnName("consumed_at");

            // For the cleanup only. Rows are added and deleted in the order of time, for which a block-range index of a few kilobytes is enough.
            message.HasIndex(m => m.ConsumedAt).HasDatabaseName("ix_inbox_messages_consumed_at").HasMethod("brin");
        });
    }
}
