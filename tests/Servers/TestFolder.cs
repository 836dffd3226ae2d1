using System.Runtime.Versioning;

namespace Metropool.Testing.Servers;

/// <summary>A folder for one test, which the servers' users can reach. It is removed at the end.</summary>
[SupportedOSPlatform("linux")]
public sealed class TestFolder : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_101_101;

    /// <summary>Makes it.</summary>
    public TestFolder() => File.SetUnixFileMode(Path, Everyone);

    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("metropool-test-").FullName;

    /// <summary>Writes a shell script.</summary>
    /// <returns>Its path.</returns>
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

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Sets a variable of this process, and puts it back.</summary>
public sealed class Variable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    /// <summary>Sets it.</summary>
    public Variable(string name, string? value)
    {
        (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Finds the programs of a folder before all others.</summary>
    public static Variable PathWith(string folder) => new("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");

    /// <inheritdoc/>
    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
