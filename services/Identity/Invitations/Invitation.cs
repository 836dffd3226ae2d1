namespace Metropool.Identity.Invitations;

/// <summary>Somebody without an account was asked to work for the programme, or to speak for an organisation.</summary>
internal sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public required Guid InvitationId { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    /// <summary>One of <see cref="Http.Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>For an employer's contact.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Null: the configuration, for the first administrator. <see cref="Erasure.ErasedPerson.Nobody"/>: somebody who was erased.</summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset InvitedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>What changed in who may do what. Rows are added and never changed, but that they no longer say whom they are about once somebody is erased: a trigger of the database sees to it.</summary>
internal sealed class Appointment
{
    public required Guid AppointmentId { get; init; }

    /// <summary><see cref="Erasure.ErasedPerson.Nobody"/>: somebody who was erased.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>One of <see cref="Http.Roles"/>.</summary>
    public required string Role { get; init; }

    public Guid? OrganisationId { get; init; }

    /// <summary>True: given; false: taken.</summary>
    public required bool Given { get; init; }

    /// <summary>Who did it; null: the configuration. <see cref="Erasure.ErasedPerson.Nobody"/>: somebody who was erased.</summary>
    public Guid? By { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }
}
