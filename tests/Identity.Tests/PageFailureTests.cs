using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Metropool.Identity.Tests;

/// <summary>Errors of a page are shown on a page.</summary>
public sealed class PageFailureTests(IdentityFixture identity)
{
    [Theory]
    [InlineData("beaten", HttpStatusCode.Conflict, "tegelijk")]
    [InlineData("away", HttpStatusCode.ServiceUnavailable, "even niet")]
    [InlineData("broken", HttpStatusCode.InternalServerError, "ging iets mis")]
    public async Task When_the_database_fails_a_person_gets_a_page_in_Dutch_with_the_right_status(string how, HttpStatusCode status, string text)
    {
        var failure = new Failure();
        await using var failing = identity.Application.WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.ConfigureDbContext<IdentityDbContext>(options => options.AddInterceptors(failure))));
        var (email, _) = await identity.RegisteredAsync();
        var browser = IdentityFixture.BrowserOf(failing);
        await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
        var page = await browser.OpenAsync("/identity/account/name");
        failure.How = how;

        using var answer = await browser.SendAsync(page, [("CallName", "Kandidaat")]);

        Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, answer.Headers.Contains("Retry-After"));
        var told = await Browser.PageAsync(answer);
        Assert.Equal("nl", told.DocumentElement.GetAttribute("lang"));
        Assert.Contains(text, told.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy", answer.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task An_error_of_the_API_is_a_problem_document()
    {
        using var answer = await identity.Browser().GetAsync("/identity/v1/me");

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/identity/nowhere", "text/html,*/*;q=0.8", "text/html")]
    [InlineData("/identity/sign-in/nowhere", "text/html,*/*;q=0.8", "text/html")]
    [InlineData("/identity/nowhere", "*/*", "application/problem+json")]
    [InlineData("/identity/v1/nowhere", "text/html,*/*;q=0.8", "application/problem+json")]
    [InlineData("/identity/v1/me", "text/html,*/*;q=0.8", "application/problem+json")]
    public async Task A_browser_gets_a_page_where_there_is_none_and_the_API_has_one_form(string path, string accept, string form)
    {
        using var http = identity.Application.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(form, answer.Content.Headers.ContentType!.MediaType);
        if (form == "text/html")
        {
            Assert.Equal("Deze pagina bestaat niet", (await Browser.PageAsync(answer)).QuerySelector("h1")!.TextContent);
        }
    }

    private sealed class Failure : SaveChangesInterceptor
    {
        public string? How { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            How switch
        {
            "beaten" => throw new DbUpdateConcurrencyException("Somebody was faster."),
            "away" => throw new NpgsqlException("The server is away.", new IOException()),
            "broken" => throw new InvalidOperationException("A fault."),
            _ => ValueTask.FromResult(result),
        };
    }
}
