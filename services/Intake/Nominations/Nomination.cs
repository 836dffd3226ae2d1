using Metropool.Intake.Applications;
using Metropool.Intake.Organisations;

namespace Metropool.Intake.Nominations;

/// <summary>
/// Somebody whom an employer names as a candidate. It becomes an application when they take it up, with an account of their own; until then nobody knows who they are but the employer,
/// and their address is held for the message alone.
/// </summary>
internal sealed class Nomination
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The employer; null where it is known by name only.</summary>
    public Guid? OrganisationId { get; set; }

    public required string EmployerName { get; set; }

    /// <summary>Call name, prefix and surname, as the employer wrote them.</summary>
    public required CandidateName Name { get; init; }

    public string? Function { get; init; }

    /// <summary>The employer's own reference. It is copied to the agreement, where the answer can replace it.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>Where the link is mailed to; null once it isn't open any more.</summary>
    public string? Email { get; private set; }

    /// <summary>Of an employer, an edition and an address, however it is written, one is open; null as the address is.</summary>
    public byte[]? AddressHash { get; private set; }

    /// <summary>The place that is held for this candidate, who succeeds another.</summary>
    public Guid? SuccessionId { get; private set; }

    /// <summary>The mail server doesn't take mail for the address: the candidate hasn't got the link.</summary>
    public bool Undeliverable { get; private set; }

    public NominationStatus Status { get; private set; }

    /// <summary>In programme time, as all moments here.</summary>
    public required DateTimeOffset NominatedAt { get; init; }

    /// <summary>Until when it can be taken up; once it is, until when the application has to be handed in for a place to be held.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was answered, taken back, or expired.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>The application that it led to.</summary>
    public Guid? ApplicationId { get; private set; }

    /// <summary>Connects the employer, which was known by name only, to its organisation.</summary>
    public void Connect(Organisation organisation) => (OrganisationId, EmployerName) = (organisation.Id, organisation.Name);

    /// <summary>A place is held for the candidate.</summary>
    public void Succeed(Guid successionId) => SuccessionId = successionId;

    /// <summary>Somebody else was named for the place: what was taken up goes on as any other application.</summary>
    public void GiveWay() => SuccessionId = null;

    public void Mail(string email, byte[] addressHash) => (Email, AddressHash) = (email, addressHash);

    public bool IsOpenAt(DateTimeOffset now) => Status == NominationStatus.Open && ExpiresAt > now;

    public void TakeUp(Guid applicationId, DateTimeOffset handInUntil, DateTimeOffset now)
    {
        (ApplicationId, ExpiresAt) = (applicationId, handInUntil);
        Settle(NominationStatus.Accepted, now);
    }

    public void Settle(NominationStatus status, DateTimeOffset now) => (Status, SettledAt, Email, AddressHash) = (status, now, null, null);
}

/// <summary>How it stands with a nomination.</summary>
internal enum NominationStatus
{
    /// <summary>It was mailed and isn't answered.</summary>
    Open,

    /// <summary>The candidate took it up; what becomes of the application is theirs to tell.</summary>
    Accepted,

    /// <summary>The candidate doesn't want it.</summary>
    Declined,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>The employer took it back, or gave up the place that it was for.</summary>
    Withdrawn,
}
