using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

/// <summary>A process of a service, to be killed: nothing of it has a chance to clear up. It does what it is told, a line at a time.</summary>
internal sealed class Victim : IDisposable
{
    public const string Command = "victim";
    private const string Done = "done";
    private const string Handling = "handling";

    private readonly Process _process;

    private Victim(Process process) => _process = process;

    /// <summary>Starts one; its service isn't started yet, so that its relay sends nothing.</summary>
    public static Victim Start(string name, string database, Uri broker, bool consumes)
    {
        string[] arguments = [Command, name, database, broker.ToString(), consumes.ToString()];
        var program = Environment.ProcessPath!;
        var process = new ProcessStartInfo(
            program, Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Victim).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new(Process.Start(process)!);
    }

    /// <summary>Publishes in a transaction that stays open.</summary>
    public Task PublishWithoutCommitAsync(Guid book) => TellAsync($"publish {book}");

    /// <summary>Publishes and commits.</summary>
    public Task PublishAsync(Guid book) => TellAsync($"commit {book}");

    /// <summary>
    /// Starts the service, and waits until its consumers listen: its relay sends, and its consumer, if it has one, takes messages and gets done with none.
    /// </summary>
    public Task StartServiceAsync() => TellAsync("start");

    /// <summary>Waits until its consumer has saved what a message changes, and not committed it.</summary>
    public async Task IsHandlingAsync() => Assert.Equal(Handling, await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

    /// <summary>Kills it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the process itself does.</summary>
    public static async Task<int> ServeAsync(string name, string database, Uri broker, bool consumes)
    {
        await using var service = TestService.Build(name, database, broker, consumes, TestService.Quick);
        service.Behaviour.AfterSaving = (_, _) =>
        {
            Console.WriteLine(Handling);
            return Task.Delay(Timeout.Infinite);
        };
        await using var scope = service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LibraryDbContext>();
        while (Console.ReadLine() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["publish", var book]:
                    await db.Database.BeginTransactionAsync();
                    await PublishAsync(book);
                    break;
                case ["commit", var book]:
                    await PublishAsync(book);
                    break;
                default:
                    await service.StartAsync();
                    break;
            }

            Console.WriteLine(Done);
        }

        return 0;

        async Task PublishAsync(string book)
        {
            await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new BookChanged { BookId = Guid.Parse(book), Version = 1, Title = "" });
            await db.SaveChangesAsync();
        }
    }

    private async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Done, await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
    }
}
