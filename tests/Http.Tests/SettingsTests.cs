using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Metropool.Http.Tests;

/// <summary>A wrong value or an unknown key under Metropool: stops the start with a sentence that names it.</summary>
public sealed class SettingsTests
{
    private const string Section = "Metropool:Sample:";

    [Fact]
    public void Without_settings_the_defaults_apply()
    {
        using var app = Build();

        Assert.Empty(FaultsOf(app));
        Assert.Equal(25, app.Services.GetRequiredService<SampleSettings>().Capacity);
        Assert.Equal(25, app.Services.GetRequiredService<IOptions<SampleSettings>>().Value.Capacity);
    }

    [Fact]
    public void Settings_are_bound_regardless_of_case()
    {
        using var app = Build(
            ("metropool:sample:capacity", "12"),
            ("Metropool:Sample:Reminders:Before:0", "2.00:00:00"),
            ("Metropool:Sample:Reminders:Before:1", "01:00:00"),
            ("Metropool:Sample:Prices:early", "100.50"),
            ("Metropool:Sample:Mode", "strict"));

        Assert.Empty(FaultsOf(app));
        var settings = app.Services.GetRequiredService<SampleSettings>();
        Assert.Equal(12, settings.Capacity);
        Assert.Equal([TimeSpan.FromDays(2), TimeSpan.FromHours(1)], settings.Reminders.Before);
        Assert.Equal(100.50m, settings.Prices["early"]);
        Assert.Equal(Mode.Strict, settings.Mode);
    }

    [Theory]
    [InlineData("Metropool:Sample:Capacty", "12")]
    [InlineData("Metropool:Sample:Reminders:After", "12")]
    [InlineData("Metropool:Sample:Capacity:Most", "12")]
    [InlineData("Metropool:PublicUri", "http://localhost")]
    [InlineData("Metropool:Sampel:Capacity", "12")]
    public void An_unknown_key_is_reported(string key, string value)
    {
        using var app = Build((key, value));

        Assert.Contains(
            FaultsOf(app),
            fault => key.StartsWith(fault.Split(' ')[0], StringComparison.Ordinal) && fault.Contains("is not a setting", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Metropool:TrustedProxies", "10.0.0.7", "Metropool:TrustedProxies:0")]
    [InlineData("Metropool:Sample:Reminders:Before", "01:00:00", "Metropool:Sample:Reminders:Before:0")]
    [InlineData("Metropool:Sample:Reminders", "often", "Metropool:Sample:Reminders:Before")]
    [InlineData("Metropool:Sample", "yes", "keys of their own")]
    public void A_single_value_for_a_section_is_reported_without_the_value(string key, string value, string expected)
    {
        using var app = Build((key, value));

        var fault = Assert.Single(FaultsOf(app));
        Assert.StartsWith($"{key} is set as a single value", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_is_valid()
    {
        using var app = Build(("Metropool:TrustedProxies", ""));

        Assert.Empty(FaultsOf(app));
    }

    [Fact]
    public void The_settings_of_other_services_are_ignored()
    {
        using var app = Build(("Metropool:Intake:Whatever", "1"), ("Metropool:Gateway:AnswerTime", "x"));

        Assert.Empty(FaultsOf(app));
    }

    [Theory]
    [InlineData("Capacity", "many", "a whole number")]
    [InlineData("Mode", "lax", "Strict")]
    [InlineData("Mode", "7", "Strict")]
    [InlineData("Reminders:Before:0", "soon", "a duration")]
    [InlineData("Prices:early", "cheap", "a number")]
    [InlineData("Address", "nowhere", "an absolute URL")]
    [InlineData("Day", "26-10-2026", "a date")]
    public void A_value_of_the_wrong_type_is_reported_with_the_expected_format(string key, string value, string expected)
    {
        using var app = Build((Section + key, value));

        var fault = Assert.Single(FaultsOf(app));
        Assert.StartsWith($"{Section}{key} is '{value}', which is not ", fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_outside_its_limits_is_reported()
    {
        using var app = Build((Section + "Capacity", "0"), (Section + "Reminders:Sender", "nobody"));

        var faults = FaultsOf(app);
        Assert.Contains(faults, fault => fault.StartsWith("Metropool:Sample:Capacity is wrong:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Metropool:Sample:Reminders:Sender is wrong:", StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        using var app = Build(
            (Section + "Capacity", "many"), (Section + "Mode", "lax"), (Section + "Unknown", "1"), ("Metropool:TrustedProxies:0", "my proxy"));

        Assert.Equal(4, FaultsOf(app).Count);
    }

    [Theory]
    [InlineData("https://metropool.example/app", "has a path")]
    [InlineData("ftp://metropool.example", "doesn't start with https://")]
    [InlineData("metropool.example", "is not an absolute URL")]
    public void The_public_address_is_an_address_without_a_path(string address, string expected)
    {
        using var app = Build(("Metropool:PublicUrl", address));

        Assert.Contains(expected, Assert.Single(FaultsOf(app)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("http://metropool.example", "http is for development only")]
    public void Outside_Development_the_public_address_is_required_and_must_be_https(string? address, string expected)
    {
        using var app = Build("Production", address is null ? [] : [("Metropool:PublicUrl", address)]);

        Assert.Contains(expected, Assert.Single(FaultsOf(app)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_is_valid_for_nullable_settings_only()
    {
        string[] keys = ["Capacity", "Mode", "Reminders:Before:0", "Day", "Address", "Reminders:Sender"];
        using var app = Build([.. keys.Select(key => (Section + key, ""))]);

        Assert.Equal(
            ["Metropool:Sample:Capacity", "Metropool:Sample:Mode", "Metropool:Sample:Reminders:Before:0"],
            FaultsOf(app).Select(fault => fault.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> FaultsOf(WebApplication app) => app.Services.GetRequiredService<SettingsCheck>().Faults();

    private static WebApplication Build(params (string Key, string Value)[] settings) => Build("Development", settings);

    private static WebApplication Build(string environment, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSharedSettings("sample");
        builder.Services.AddTrustedProxies();
        builder.AddSettings<SampleSettings>("Sample");
        return builder.Build();
    }

    internal enum Mode
    {
        Free,
        Strict,
    }

    internal sealed class SampleSettings
    {
        [Range(1, 100)]
        public int Capacity { get; init; } = 25;

        public Mode Mode { get; init; }

        public Uri? Address { get; init; }

        public DateOnly? Day { get; init; }

        public Dictionary<string, decimal> Prices { get; init; } = [];

        public ReminderSettings Reminders { get; init; } = new();
    }

    internal sealed class ReminderSettings
    {
        public IReadOnlyList<TimeSpan> Before { get; init; } = [];

        [EmailAddress]
        public string? Sender { get; init; }
    }
}
