using System.Diagnostics;
using System.Text.RegularExpressions;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.Journey;
using Metropool.Testing.Servers;

namespace Metropool.EndToEnd.Tests;

/// <summary>Runs the console examples of the documentation, all blocks of a document in one shell, against the whole platform.</summary>
public sealed partial class DocumentedExamplesTests(PlatformFixture platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_examples_of_intake_md_have_the_documented_results()
    {
        // Prints the final state.
        var output = await RunBlocksAsync("intake.md", """

            echo "status: $(call $other $applications/$second | text status), $(call $candidate $applications/$id | text status)"
            echo "places: $(call $manager $terms | number placesTaken), $(call $manager $api/intake/v1/editions/$edition/held-places | text state)"
            echo "downloads: $(wc -l < applications.csv | tr -d ' '), $(text personId < personal-data.json)"
            """);

        Assert.Contains("intake.application-incomplete", output, StringComparison.Ordinal);
        Assert.Contains("intake.capacity-reached", output, StringComparison.Ordinal);
        Assert.Contains("status: admitted, withdrawn", output, StringComparison.Ordinal);
        Assert.Contains("places: 1, released", output, StringComparison.Ordinal);
        Assert.Matches("downloads: 3, [0-9a-f-]{36}", output);
    }

    [Fact]
    public async Task The_examples_of_api_md_take_a_municipality_from_nomination_to_participation()
    {
        var output = await RunBlocksAsync("api.md", """

            echo "ids: $nomination $agreement $application"
            links() { echo "$(text agreementId < $1) $(text applicationId < $1) $(text participationId < $1)"; }
            echo "nomination: $(call $employer $api/intake/v1/nominations/$nomination | tee nomination.json | text status) $(links nomination.json)"
            echo "participation: $(text nominationId < participations.json) $(links participations.json) $(text externalReference < participations.json)"
            """);

        var ids = Ids().Match(output);
        Assert.True(ids.Success, output);
        var (nomination, agreement, application, participation) = (ids.Groups[1].Value, ids.Groups[2].Value, ids.Groups[3].Value, ids.Groups[4].Value);
        Assert.Contains($"nomination: accepted {agreement} {application} {participation}", output, StringComparison.Ordinal);
        Assert.Contains($"participation: {nomination} {agreement} {application} {participation} HR-0042", output, StringComparison.Ordinal);
        Assert.Contains("\"termsAtAdmission\":{\"priceInCents\":1795000", output, StringComparison.Ordinal);
    }

    /// <summary>Runs every block of a document in one shell, followed by verification commands.</summary>
    /// <returns>The output of the shell.</returns>
    private async Task<string> RunBlocksAsync(string document, string verification)
    {
        var folder = Directory.CreateTempSubdirectory("metropool-examples-").FullName;
        await PrepareFolderAsync(folder);
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", document), Cancellation);
        var blocks = Block().Matches(text).Select(block => block.Groups[1].Value).ToList();
        Assert.True(blocks.Count > 6, $"docs/{document} has {blocks.Count} console blocks.");
        var script = string.Join('\n', blocks)
            .Replace("http://localhost:8080", platform.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("./metropool token ", "cat tokens/", StringComparison.Ordinal);
        var (exitCode, output, error) = await RunBashAsync(folder, script + verification);
        Assert.True(exitCode == 0, $"{output}\n{error}");
        Directory.Delete(folder, recursive: true);
        return output;
    }

    /// <summary>Prepares a folder like the root of the repository, with the edition file and the mail, and with the access tokens.</summary>
    private async Task PrepareFolderAsync(string folder)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "services"), Path.Combine(Repository.Root, "services"));
        Directory.CreateSymbolicLink(Path.Combine(folder, ".run"), platform.Home);
        var demoUsersFile = platform.Journey(participants: 1).DemoUsersFile;
        var tokens = Directory.CreateDirectory(Path.Combine(folder, "tokens")).FullName;
        foreach (var name in (string[])["beheerder", "opleidingsmanager", "decaan", "projectmanager", "deelnemer", "deelnemer-2", "demogemeente-noord"])
        {
            var token = await DemoTokens.OfAsync(platform.Url, demoUsersFile, name, Cancellation);
            await File.WriteAllTextAsync(Path.Combine(tokens, name), token, Cancellation);
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunBashAsync(string folder, string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-s"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(Cancellation), bash.StandardError.ReadToEndAsync(Cancellation));
        await bash.StandardInput.WriteAsync(script.AsMemory(), Cancellation);
        bash.StandardInput.Close();
        await bash.WaitForExitAsync(Cancellation);
        return (bash.ExitCode, await output, await error);
    }

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("ids: ([0-9a-f-]{36}) ([0-9a-f-]{36}) ([0-9a-f-]{36})\nnomination: accepted [0-9a-f-]{36} [0-9a-f-]{36} ([0-9a-f-]{36})")]
    private static partial Regex Ids();
}
