using System.Runtime.CompilerServices;

namespace Metropool.Testing;

/// <summary>Runs every test in a time zone in which nobody of the programme lives: what depends on the time zone of the server fails.</summary>
internal static class AnotherTimeZone
{
    /// <summary>UTC+12:45, or +13:45 in summer.</summary>
    public const string Name = "Pacific/Chatham";

    [ModuleInitializer]
    internal static void Use()
    {
        Environment.SetEnvironmentVariable("TZ", Name);
        TimeZoneInfo.ClearCachedData();
    }
}
