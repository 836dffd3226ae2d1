using System.Net;

namespace Metropool.Identity.Tests;

/// <summary>What attackers do, and what owners do between.</summary>
internal static class PasswordGuesses
{
    /// <summary>Sends one page with wrong passwords, as often as wanted: as a program does it.</summary>
    public static async Task<List<HttpStatusCode>> GuessAsync(this Browser browser, string email, int times)
    {
        var page = await browser.OpenAsync("/identity/sign-in");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < times; i++)
        {
            using var answer = await browser.SendAsync(page, [("UserName", email), ("Password", $"not the password {i}")]);
            answers.Add(answer.StatusCode);
        }

        return answers;
    }

    public static async Task SignOutAsync(this Browser browser)
    {
        using var done = await browser.SendAsync(await browser.OpenAsync("/identity/connect/logout"), []);
        Browser.IsTo("/identity/sign-in", done);
    }
}
