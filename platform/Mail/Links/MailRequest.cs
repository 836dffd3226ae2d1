using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Links;

/// <summary>A request for a message to an address, by someone who need not be signed in. It is counted for a day, and then deleted.</summary>
public sealed class MailRequest
{
    /// <summary>The id.</summary>
    public required Guid MailRequestId { get; init; }

    /// <summary>A hash of the address: it can't be read here, and can be found by its owner's address.</summary>
    public required byte[] AddressHash { get; init; }

    /// <summary>What the message is about, as in <see cref="OutgoingMail.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
}

/// <summary>The table of mail requests.</summary>
public static class MailRequestModel
{
    /// <summary>Adds the table to a service's model.</summary>
    public static void AddMailRequests(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<MailRequest>(request =>
        {
            request.ToTable("mail_requests");
            request.HasKey(r => r.MailRequestId);
            request.Property(r => r.Kind).HasMaxLength(50);
            request.HasIndex(r => new { r.AddressHash, r.Kind, r.RequestedAt });
        });
    }
}
