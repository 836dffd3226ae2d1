namespace Metropool.Journey;

/// <summary>The options of a journey.</summary>
public sealed record JourneyOptions
{
    /// <summary>The address of the gateway. The journey uses no other address.</summary>
    public required Uri Url { get; init; }

    /// <summary>The file with the demo accounts, which Identity writes at its first start in Development.</summary>
    public required string DemoUsersFile { get; init; }

    /// <summary>The folder to which a development platform writes its mail. It is next to the demo users file.</summary>
    public string MailFolder => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(DemoUsersFile))!, "mail");

    /// <summary>The file that the edition of every group is imported from.</summary>
    public required string EditionFile { get; init; }

    /// <summary>Whether the file contradicts itself, as the brochure does. Scheduling must then report findings (R3).</summary>
    public bool EditionHasFindings { get; init; }

    /// <summary>The number of participants. They are divided into editions of at most <see cref="MaxGroupSize"/>.</summary>
    public int Participants { get; init; } = GroupSize;

    /// <summary>The maximum number of participants in one edition, at most <see cref="GroupSize"/>.</summary>
    public int MaxGroupSize { get; init; } = GroupSize;

    /// <summary>The number of editions.</summary>
    public int Groups => (Participants + MaxGroupSize - 1) / MaxGroupSize;

    /// <summary>The maximum number of concurrent requests.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>The time after which a response or an effect counts as missing. It is long enough for the restart of a service.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>A message handler for all requests to the gateway. The journey disposes it.</summary>
    public DelegatingHandler? MessageHandler { get; init; }

    /// <summary>The maximum size of a group: one dean has no time for more candidates on the intake days (R13, R47).</summary>
    public const int GroupSize = 25;
}
