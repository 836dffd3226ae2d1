namespace Metropool.Intake.Successions;

/// <summary>
/// A place that is held for the employer of a candidate who had it and withdrew: until it names a successor, and that one is decided on. While it is held nobody else can have that place (R15).
/// It gives nobody a place: the successor is interviewed and judged as everybody is (R10).
/// </summary>
internal sealed class Succession
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The application of the candidate who withdrew; null once that is removed.</summary>
    public Guid? WithdrawnApplicationId { get; init; }

    /// <summary>The employer, where it has an account here.</summary>
    public Guid? OrganisationId { get; init; }

    public required string EmployerName { get; init; }

    /// <summary>Where its link is mailed to, where the employer was asked for its agreement by mail; null once the place isn't held any more.</summary>
    public string? ContactEmail { get; private set; }

    /// <summary>In programme time, as all moments here.</summary>
    public required DateTimeOffset HeldAt { get; init; }

    /// <summary>Until when a successor can be named: the end of a day in Europe/Amsterdam.</summary>
    public required DateTimeOffset NameUntil { get; init; }

    /// <summary>The mail server doesn't take mail for that address.</summary>
    public bool Undeliverable { get; private set; }

    public SuccessionState State { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public bool IsHeld => State == SuccessionState.Held;

    public void MailTo(string? email) => ContactEmail = email;

    /// <summary>Ends it. What it ended in stays.</summary>
    public void Close(SuccessionState state, DateTimeOffset now) => (State, ClosedAt, ContactEmail) = (state, now, null);
}

/// <summary>What became of a place that is held.</summary>
internal enum SuccessionState
{
    /// <summary>It awaits a successor: one who is named, or one who is named and not decided on.</summary>
    Held,

    /// <summary>The successor has it.</summary>
    Filled,

    /// <summary>It came free, for the waiting list.</summary>
    Released,
}
