using System.Runtime.Versioning;

namespace Metropool.Testing.Servers;

/// <summary>A folder for one test, which the users of the servers can read. It is deleted when disposed.</summary>
[SupportedOSPlatform("linux")]
public sealed class TestFolder : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_101_101;

    /// <summary>Creates the folder.</summary>
    public TestFolder() => File.SetUnixFileMode(Path, Everyone);

    /// <summary>The path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("metropool-test-").FullName;

    /// <summary>Writes a shell script.</summary>
    /// <returns>The path of the script.</returns>
    public string WriteScript(string name, string script)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, Everyone);
        return path;
    }

    /// <summary>Replaces the container engines by scripts that fail, so that the installed servers are used on every machine.</summary>
    public EnvironmentVariable WithoutContainerEngine()
    {
        WriteScript("bin/docker", "exit 1");
        WriteScript("bin/podman", "exit 1");
        return EnvironmentVariable.PathWith(System.IO.Path.Combine(Path, "bin"));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Sets an environment variable of this process, and restores it when disposed.</summary>
public sealed class EnvironmentVariable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    /// <summary>Sets the variable.</summary>
    public EnvironmentVariable(string name, string? value)
    {
        (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Adds a folder to the beginning of PATH.</summary>
    public static EnvironmentVariable PathWith(string folder) => new("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");

    /// <inheritdoc/>
    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
