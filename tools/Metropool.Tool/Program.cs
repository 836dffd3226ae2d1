using System.CommandLine;
using Metropool.Tool.Bench;
using Metropool.Tool.Demo;

var root = new RootCommand("What ./metropool hands on: demo and bench.")
{
    DemoCommand.Create(),
    BenchCommand.Create(Benches.All),
};
return await root.Parse(args).InvokeAsync();
