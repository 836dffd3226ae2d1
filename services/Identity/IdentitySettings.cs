using System.ComponentModel.DataAnnotations;

namespace Metropool.Identity;

/// <summary>The settings under <c>Metropool:Identity:</c>.</summary>
internal sealed class IdentitySettings
{
    /// <summary>The file that the demo accounts with their passwords are written to at the first start. Development only; without it there are none.</summary>
    public string? DemoUsersFile { get; init; }

    /// <summary>How long an access token is valid.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "06:00:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long somebody who signed in is remembered without doing anything.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan SignInLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How many wrong passwords in a row close an account for a while.</summary>
    [Range(3, 100)]
    public int AttemptsBeforeLockout { get; init; } = 5;

    /// <summary>How long it is then closed.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(5);
}
