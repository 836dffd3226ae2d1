namespace Metropool.LocalServers.Control;

/// <summary>How to start the program of a service, to run one of its commands with the same settings.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">The arguments before those of the command.</param>
/// <param name="WorkingDirectory">The working directory.</param>
/// <param name="Environment">The environment variables, including secrets.</param>
public sealed record RunProgram(
    string Program, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);
