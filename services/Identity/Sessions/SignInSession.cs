namespace Metropool.Identity.Sessions;

/// <summary>A browser in which somebody signed in. Its cookie is good for as long as this isn't ended.</summary>
internal sealed class SignInSession
{
    public required Guid SessionId { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Such as "Firefox op Windows"; never the whole text that browsers send.</summary>
    public required string Browser { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}
