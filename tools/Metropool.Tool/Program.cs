using System.CommandLine;
using System.CommandLine.Help;
using Metropool.Tool.Bench;
using Metropool.Tool.Demo;
using Metropool.Tool.Platform;
using Metropool.Tool.Testing;

const int WrongUsageExitCode = 2;

// Not a RootCommand, whose name is that of the program: its users start the entry script.
var root = new Command("./metropool", "What the entry script hands on, once everything that is needed is there and built.")
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

// After Ctrl+C a bench still has a platform to stop.
var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(90) });
return parsed.Errors.Count > 0 ? WrongUsageExitCode : exitCode;
