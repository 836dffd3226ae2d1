using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Metropool.Http.Tests;

/// <summary>An instant means the same whichever time zone the server has, and is answered as it is stored.</summary>
public sealed class InstantTests(SampleApi api) : IClassFixture<SampleApi>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_server_of_the_tests_has_another_time_zone() => Assert.Equal(new TimeSpan(12, 45, 0), TimeZoneInfo.Local.BaseUtcOffset);

    [Theory]
    [InlineData("2026-10-26T09:00:00Z", "2026-10-26T09:00:00Z")]
    [InlineData("2026-10-26T10:30:00+01:00", "2026-10-26T09:30:00Z")]
    [InlineData("2026-10-26T10:30-03:30", "2026-10-26T14:00:00Z")]
    [InlineData("2026-10-26T09:00:00.1234569Z", "2026-10-26T09:00:00.123456Z")]
    [InlineData("2026-10-26T09:00:00.0000009+00:00", "2026-10-26T09:00:00Z")]
    [InlineData("1950-01-01T00:00:00.1234569Z", "1950-01-01T00:00:00.123456Z")]
    public async Task An_instant_is_read_with_any_offset_and_returned_in_UTC_with_microseconds(string written, string answered)
    {
        var thing = await (await PostAsync(written)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(answered, thing.GetProperty("madeAt").GetString());

        Assert.Equal($"\"{answered}\"", await api.Client().GetStringAsync($"/sample/v1/moments?at={Uri.EscapeDataString(written)}", Cancellation));
    }

    [Theory]
    [InlineData("2026-10-26T09:00:00")]
    [InlineData("2026-10-26T09:00:00.123")]
    [InlineData("2026-10-26T09:00")]
    [InlineData("2026-10-26")]
    [InlineData("10/26/2026 09:00")]
    [InlineData("26 Oct 2026 09:00:00 GMT")]
    [InlineData("2026-10-26 09:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public async Task An_instant_without_an_offset_is_refused_in_a_body_and_in_a_query(string written)
    {
        var body = await PostAsync(written);
        Assert.Equal(HttpStatusCode.BadRequest, body.StatusCode);
        Assert.Equal([("madeAt", "not-readable")], (await body.ProblemAsync()).Errors());

        var query = await api.Client().GetAsync($"/sample/v1/moments?at={Uri.EscapeDataString(written)}", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, query.StatusCode);
        Assert.Equal([("at", "not-readable")], (await query.ProblemAsync()).Errors());
    }

    [Fact]
    public async Task A_time_of_day_is_read_with_microseconds()
    {
        var answer = await api.Client().PostAsync(
            "/sample/v1/things",
            new StringContent("""{ "name": "chair", "size": 3, "parts": [], "opensAt": "09:00:00.1234569" }""", Encoding.UTF8, "application/json"),
            Cancellation);

        Assert.StartsWith("09:00:00.123456", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("opensAt").GetString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("1234569", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_of_a_service_has_the_precision_of_the_database()
    {
        var clock = new MicrosecondClock(new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_569)));

        Assert.Equal(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_560), clock.GetUtcNow());
    }

    private Task<HttpResponseMessage> PostAsync(string madeAt) => api.Client().PostAsync(
        "/sample/v1/things",
        new StringContent($$"""{ "name": "chair", "size": 3, "parts": [], "madeAt": "{{madeAt}}" }""", Encoding.UTF8, "application/json"),
        Cancellation);
}
