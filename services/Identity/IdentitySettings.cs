using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.External;

namespace Metropool.Identity;

/// <summary>The settings under <c>Metropool:Identity:</c>.</summary>
internal sealed class IdentitySettings
{
    /// <summary>The file that the demo accounts and their passwords are written to. Development only; if it isn't set, there are no demo accounts.</summary>
    public string? DemoUsersFile { get; init; }

    /// <summary>The first administrator, invited while no account is an administrator.</summary>
    public FirstAdministratorSettings FirstAdministrator { get; init; } = new();

    /// <summary>How long an access token is valid, also after its owner was signed out or dismissed.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:15:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a sign-in lasts without activity.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan SignInLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>For how long after signing in a person may change how they sign in.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan RecentSignIn { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The number of wrong passwords or codes after which signing in is locked for the device or origin that they came from.</summary>
    [Range(3, 100)]
    public int AttemptsPerOrigin { get; init; } = 5;

    /// <summary>The same for one network, over all unknown devices.</summary>
    [Range(3, 1000)]
    public int AttemptsPerNetwork { get; init; } = 20;

    /// <summary>The same for all networks together, over all unknown devices.</summary>
    [Range(3, 10_000)]
    public int AttemptsPerAccount { get; init; } = 50;

    /// <summary>The duration of the first lockout. Each next one lasts twice as long, up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether staff and administrators need a second factor to get a token. The default is true outside Development.</summary>
    public bool? StaffNeedSecondFactor { get; init; }

    /// <summary>How long a key signs tokens before it is replaced.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan TokenKeyLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// Keys of 32 bytes in base64 that encrypt the data protection keys in the database: the first encrypts, all decrypt. Required outside Development.
    /// </summary>
    public IReadOnlyList<string> DataProtectionKeys { get; init; } = [];

    /// <summary>Another identity provider that people may sign in with.</summary>
    public ExternalProviderSettings? ExternalProvider { get; init; }
}

/// <summary>The settings under <c>Metropool:Identity:FirstAdministrator:</c>.</summary>
internal sealed class FirstAdministratorSettings
{
    /// <summary>The address that is invited while no account is an administrator.</summary>
    [EmailAddress, StringLength(EmailAddresses.MaxLength)]
    public string? Email { get; init; }
}
