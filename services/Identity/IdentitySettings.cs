using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.External;

namespace Metropool.Identity;

/// <summary>The settings under <c>Metropool:Identity:</c>.</summary>
internal sealed class IdentitySettings
{
    /// <summary>The file that the demo accounts with their passwords are written to at the first start. Development only; without it there are none.</summary>
    public string? DemoUsersFile { get; init; }

    /// <summary>Who is invited to be administrator while there is none.</summary>
    public FirstAdministratorSettings FirstAdministrator { get; init; } = new();

    /// <summary>How long an access token is valid: also how long somebody who was signed out or dismissed can still use one.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:15:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long somebody who signed in is remembered without doing anything.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan SignInLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long after showing who they are somebody may change how they sign in.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan RecentSignIn { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After how many wrong passwords or codes signing in to an account is closed for a while, for the device or the origin that they came from.</summary>
    [Range(3, 100)]
    public int AttemptsPerOrigin { get; init; } = 5;

    /// <summary>After how many from one network, on devices that didn't sign in before.</summary>
    [Range(3, 1000)]
    public int AttemptsPerNetwork { get; init; } = 20;

    /// <summary>After how many from everywhere, on devices that didn't sign in before.</summary>
    [Range(3, 10_000)]
    public int AttemptsPerAccount { get; init; } = 50;

    /// <summary>For how long it is then closed the first time; twice as long each next time, up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether staff and administrators get no token without a second factor; unless set, outside Development.</summary>
    public bool? StaffNeedSecondFactor { get; init; }

    /// <summary>How long a key signs tokens before the next one does.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan TokenKeyLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Keys of 32 bytes in base64 that the data protection keys in the database are encrypted with: the first encrypts, all decrypt. Needed outside Development.</summary>
    public IReadOnlyList<string> DataProtectionKeys { get; init; } = [];

    /// <summary>Another provider that people may sign in with.</summary>
    public ExternalProviderSettings? ExternalProvider { get; init; }
}

/// <summary>The settings under <c>Metropool:Identity:FirstAdministrator:</c>.</summary>
internal sealed class FirstAdministratorSettings
{
    /// <summary>The address that the invitation is mailed to, while nobody is administrator.</summary>
    [EmailAddress, StringLength(EmailAddresses.Longest)]
    public string? Email { get; init; }
}
