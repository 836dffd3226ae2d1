using System.Diagnostics;
using Metropool.Testing.Servers;

namespace Metropool.Script.Tests;

/// <summary>The functions of the script by themselves, with a home of their own.</summary>
internal sealed class Bash : IDisposable
{
    private const string Prelude = """
        root=$1 home=$2 usual_umask=022
        for file in common processes ports servers install testservers dashboard build platform tests doctor; do source "$root/scripts/$file.sh"; done
        mkdir -p "$home/logs" "$home/parts"
        """;

    /// <summary>The home: what the script calls <c>.run</c>.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("metropool-script-").FullName;

    public void Dispose() => Directory.Delete(Home, recursive: true);

    /// <summary>Runs commands that may call every function of the script.</summary>
    /// <returns>What they wrote to standard output.</returns>
    public async Task<string> RunAsync(string commands)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"{Prelude}\n{commands}", "bash", Repository.Root, Home]) { RedirectStandardOutput = true })!;
        return await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
