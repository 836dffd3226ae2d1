namespace Metropool.Journey;

/// <summary>What is played, and where.</summary>
public sealed record JourneyOptions
{
    /// <summary>The address of the gateway: the only door that the journey uses.</summary>
    public required Uri Url { get; init; }

    /// <summary>The file with the accounts of a development platform, which Identity writes at its first start.</summary>
    public required string DemoUsersFile { get; init; }

    /// <summary>The folder in which the platform puts what it mails: beside that file, as everything that a development platform keeps.</summary>
    public string MailFolder => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(DemoUsersFile))!, "mail");

    /// <summary>The edition file that every group's edition is made from.</summary>
    public required string EditionFile { get; init; }

    /// <summary>Whether that file contradicts itself, as the brochure's does: then Scheduling must find something (R3).</summary>
    public bool EditionHasFindings { get; init; }

    /// <summary>How many participants reach the certificate. More than <see cref="LargestGroup"/> are spread over as many editions as that needs.</summary>
    public int Participants { get; init; } = GroupSize;

    /// <summary>How many may be in one edition, at most <see cref="GroupSize"/>.</summary>
    public int LargestGroup { get; init; } = GroupSize;

    /// <summary>How many editions that makes.</summary>
    public int Groups => (Participants + LargestGroup - 1) / LargestGroup;

    /// <summary>How many requests are under way at the same time.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>How long an answer or an effect may take before it counts as missing. A service that is restarted meanwhile only delays.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>What every request goes through on its way to the gateway; none by default. It is disposed of with the journey.</summary>
    public DelegatingHandler? Through { get; init; }

    /// <summary>The largest group of one edition: one dean can't see more candidates on the intake days (R13, R47).</summary>
    public const int GroupSize = 25;
}
