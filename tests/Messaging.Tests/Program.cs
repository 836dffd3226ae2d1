using Metropool.Messaging.Tests;
using Xunit.Runner.InProc.SystemConsole;

// A test starts this same program as a process of a service that it can kill; otherwise it is the tests' runner.
return args is [Victim.Command, var name, var database, var broker, var consumes]
    ? await Victim.ServeAsync(name, database, new Uri(broker), bool.Parse(consumes))
    : await ConsoleRunner.Run(args);
