using System.ComponentModel.DataAnnotations;

namespace Metropool.Mail;

/// <summary>The settings under <c>Metropool:Mail:</c>.</summary>
public sealed class MailSettings
{
    /// <summary>The mail server.</summary>
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>The user name for the server; null where it needs no authentication.</summary>
    public string? UserName { get; init; }

    /// <summary>The password for the server.</summary>
    public string? Password { get; init; }

    /// <summary>The address that messages come from.</summary>
    [EmailAddress]
    public string? From { get; init; }

    /// <summary>The display name of the sender.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string FromName { get; init; } = "Metropool";

    /// <summary>How long the server may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Development only: messages are written to this folder, and no server is used.</summary>
    public string? Folder { get; init; }

    /// <summary>How long a message is tried before it is parked.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "14.00:00:00")]
    public TimeSpan TryFor { get; init; } = TimeSpan.FromDays(2);
}

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Upgrades to TLS by STARTTLS before authentication, or fails (port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>No protection. Development only: messages contain links that give access.</summary>
    None,
}
