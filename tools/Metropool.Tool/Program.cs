using System.CommandLine;
using Metropool.Tool.Bench;
using Metropool.Tool.Demo;

var root = new RootCommand("What ./metropool hands on: demo, token and bench.")
{
    DemoCommand.Create(),
    TokenCommand.Create(),
    BenchCommand.Create(Benches.All),
};

// After Ctrl+C a bench still has a platform to stop.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(90) });
