using System.Net;
using System.Text.Json;
using Metropool.Hosting.Keys;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Hosting.Tests;

/// <summary>What the database may answer, and what is kept in it.</summary>
public sealed class DatabaseTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private SampleService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = SampleService.Build(servers.Database, servers.Broker);
        await _service.MakeTablesAsync();
        await _service.App.StartAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Who_changes_an_old_version_is_told_of_the_concurrent_change()
    {
        await _service.Client().PostAsync("/sample/v1/things/1", null, Cancellation);

        await AssertConcurrentAsync(await _service.Client().PostAsync("/sample/v1/things/1/stale-change", null, Cancellation));
    }

    [Fact]
    public async Task Who_takes_a_key_that_was_just_taken_is_told_of_the_concurrent_change()
    {
        Assert.Equal(HttpStatusCode.OK, (await _service.Client().PostAsync("/sample/v1/things/2", null, Cancellation)).StatusCode);

        await AssertConcurrentAsync(await _service.Client().PostAsync("/sample/v1/things/2", null, Cancellation));
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("23P01")]
    [InlineData("55P03")]
    public async Task Serialization_failures_deadlocks_and_exclusions_are_concurrent_changes(string state) =>
        await AssertConcurrentAsync(await _service.Client().PostAsync($"/sample/v1/raise/{state}", null, Cancellation));

    [Theory]
    [InlineData("57P01")]
    [InlineData("53300")]
    public async Task A_database_that_shuts_down_or_is_full_is_503(string state)
    {
        var response = await _service.Client().PostAsync($"/sample/v1/raise/{state}", null, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Any_other_failure_of_the_database_is_ours()
    {
        var response = await _service.Client().PostAsync("/sample/v1/raise/22012", null, Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("as asked", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identitys_keys_are_kept_in_the_database_and_known_after_a_cold_start_without_Identity()
    {
        var person = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.OK, (await _service.Client(_service.Identity.Token(person)).GetAsync("/sample/v1/me", Cancellation)).StatusCode);
        await Eventually.TrueAsync(IsKeptAsync, "the key set is in the database");

        _service.Identity.IsAway = true;
        await using var restarted = SampleService.Build(servers.Database, servers.Broker, _service.Identity);
        await restarted.App.StartAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, (await restarted.Client(_service.Identity.Token(person)).GetAsync("/sample/v1/me", Cancellation)).StatusCode);
    }

    private async Task<bool> IsKeptAsync()
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SampleDbContext>().Set<KeptKeySet>().AnyAsync(Cancellation);
    }

    private static async Task AssertConcurrentAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("request.concurrent-change", JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString());
    }
}
