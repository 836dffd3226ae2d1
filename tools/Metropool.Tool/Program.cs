using System.CommandLine;
using System.CommandLine.Help;
using Metropool.Tool.Bench;
using Metropool.Tool.Demo;
using Metropool.Tool.Platform;
using Metropool.Tool.Testing;

const int InvalidUsageExitCode = 2;

// A Command instead of a RootCommand, whose name would be the program: users start the entry script.
var root = new Command("./metropool", "Commands of the entry script that are written in .NET.")
{
    new HelpOption { Recursive = true },
    StatusCommand.Create(),
    RestartCommand.Create(),
    ServiceCommand.Create(),
    DoctorCommand.Create(),
    TestCommand.Create(),
    DemoCommand.Create(),
    TokenCommand.Create(),
    BenchCommand.Create(Benches.All),
};

// After Ctrl+C, a benchmark still has to stop its platform.
var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(90) });
return parsed.Errors.Count > 0 ? InvalidUsageExitCode : exitCode;
