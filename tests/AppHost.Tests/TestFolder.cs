using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]
// Each test starts a whole platform or its servers, or changes the path of this process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.AppHost.Tests;

/// <summary>A folder for one test, which the servers' users can reach. It is removed at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_101_101;

    public TestFolder() => File.SetUnixFileMode(Path, Everyone);

    public string Path { get; } = Directory.CreateTempSubdirectory("metropool-apphost-").FullName;

    /// <summary>Writes a shell script.</summary>
    public string WriteScript(string name, string script)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, Everyone);
        return path;
    }

    /// <summary>Lets no container engine answer, so that the installed servers are used wherever the test runs.</summary>
    public Variable WithoutContainerEngine()
    {
        WriteScript("bin/docker", "exit 1");
        WriteScript("bin/podman", "exit 1");
        return Variable.PathWith(System.IO.Path.Combine(Path, "bin"));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Sets a variable of this process, and puts it back.</summary>
internal sealed class Variable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    public Variable(string name, string? value)
    {
        (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Finds the programs of a folder before all others.</summary>
    public static Variable PathWith(string folder) => new("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");

    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
