using System.CommandLine;
using Metropool.Tool.Bench;
using Metropool.Tool.Demo;
using Metropool.Tool.Platform;
using Metropool.Tool.Testing;

var root = new RootCommand("What ./metropool hands on, once everything that is needed is there and built.")
{
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
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(90) });
