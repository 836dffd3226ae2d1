using System.Diagnostics;
using System.Text.RegularExpressions;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.Journey;
using Metropool.Testing.Servers;

namespace Metropool.EndToEnd.Tests;

/// <summary>What the documentation lets a reader type is typed here: every block of a document, in one shell, against a whole platform.</summary>
public sealed partial class DocumentedExamplesTests(PlatformFixture platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_block_of_the_walk_through_Intake_does_what_it_says()
    {
        // What the reader looks at: the last answers.
        var output = await TypedAsync("intake.md", """

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
    public async Task A_municipality_gets_from_nothing_to_following_its_participants()
    {
        var output = await TypedAsync("api.md", """

            echo "ids: $nomination $agreement $application"
            echo "nomination: $(call $employer $api/intake/v1/nominations/$nomination | tee nomination.json | text status) $(text agreementId < nomination.json) $(text applicationId < nomination.json) $(text participationId < nomination.json)"
            echo "participation: $(text nominationId < participations.json) $(text agreementId < participations.json) $(text applicationId < participations.json) $(text participationId < participations.json) $(text externalReference < participations.json)"
            """);

        var ids = Ids().Match(output);
        Assert.True(ids.Success, output);
        var (nomination, agreement, application, participation) = (ids.Groups[1].Value, ids.Groups[2].Value, ids.Groups[3].Value, ids.Groups[4].Value);
        Assert.Contains($"nomination: accepted {agreement} {application} {participation}", output, StringComparison.Ordinal);
        Assert.Contains($"participation: {nomination} {agreement} {application} {participation} HR-0042", output, StringComparison.Ordinal);
        Assert.Contains("\"termsAtAdmission\":{\"priceInCents\":1795000", output, StringComparison.Ordinal);
    }

    /// <summary>Types every block of a document in one shell, and then what is asked afterwards.</summary>
    /// <returns>What the shell wrote.</returns>
    private async Task<string> TypedAsync(string document, string afterwards)
    {
        var folder = Directory.CreateTempSubdirectory("metropool-examples-").FullName;
        await PrepareAsync(folder);
        var blocks = Block().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", document), Cancellation)).Select(block => block.Groups[1].Value).ToList();
        Assert.True(blocks.Count > 6, $"docs/{document} has its blocks");
        var script = string.Join('\n', blocks).Replace("http://localhost:8080", platform.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal).Replace("./metropool token ", "cat tokens/", StringComparison.Ordinal);
        var (exitCode, output, error) = await BashAsync(folder, script + afterwards);
        Assert.True(exitCode == 0, $"{output}\n{error}");
        Directory.Delete(folder, recursive: true);
        return output;
    }

    /// <summary>What lies at the root of the repository of somebody who runs the platform: the edition file and the mail; and the tokens that the command there gets.</summary>
    private async Task PrepareAsync(string folder)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, "services"), Path.Combine(Repository.Root, "services"));
        Directory.CreateSymbolicLink(Path.Combine(folder, ".run"), platform.Home);
        var demoUsersFile = platform.Journey(participants: 1).DemoUsersFile;
        var tokens = Directory.CreateDirectory(Path.Combine(folder, "tokens")).FullName;
        foreach (var name in (string[])["beheerder", "opleidingsmanager", "decaan", "projectmanager", "deelnemer", "deelnemer-2", "demogemeente-noord"])
        {
            await File.WriteAllTextAsync(Path.Combine(tokens, name), await DemoTokens.OfAsync(platform.Url, demoUsersFile, name, Cancellation), Cancellation);
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> BashAsync(string folder, string script)
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
