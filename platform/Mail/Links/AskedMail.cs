namespace Metropool.Mail.Links;

/// <summary>Somebody asked for a message to an address. It is counted for an hour, so that nobody gets too many, and then forgotten.</summary>
public sealed class AskedMail
{
    /// <summary>The id.</summary>
    public required Guid AskedMailId { get; init; }

    /// <summary>A hash of the address: nobody reads it here, and it can be found for who has the address.</summary>
    public required byte[] AddressHash { get; init; }

    /// <summary>What the message is about, as in <see cref="OutgoingMail.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset AskedAt { get; init; }
}
