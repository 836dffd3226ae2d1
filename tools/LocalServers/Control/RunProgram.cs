namespace Metropool.LocalServers.Control;

/// <summary>How the program of a service is started, for a command beside the process that serves.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">What comes before the arguments of a command.</param>
/// <param name="WorkingDirectory">Where it is started.</param>
/// <param name="Environment">Its environment, with secrets.</param>
public sealed record RunProgram(
    string Program, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);
