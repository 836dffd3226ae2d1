namespace Metropool.Intake.Interests;

/// <summary>Somebody who wants to be told when an edition opens. It is an address and nothing more; no account belongs to it.</summary>
internal sealed class Interest
{
    public const int LongestAddress = Http.EmailAddresses.Longest;

    /// <summary>Whoever doesn't confirm within this is forgotten: anybody can type an address.</summary>
    public static readonly TimeSpan ConfirmedWithin = TimeSpan.FromDays(7);

    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>Of an edition and an address, however it is written, there is one.</summary>
    public required byte[] AddressHash { get; init; }

    public required string Email { get; init; }

    /// <summary>System time, UTC, as all moments here: mail goes by it.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Null: nobody has shown yet that the address is theirs.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When it was told that the edition is open, or is off.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    public void Confirm(DateTimeOffset now) => ConfirmedAt ??= now;

    public void Tell(DateTimeOffset now) => ToldAt = now;
}
