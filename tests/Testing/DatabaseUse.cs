using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Metropool.Testing;

/// <summary>The number of commands that a request sent to the database, and of the rows that it read.</summary>
/// <param name="Commands">The commands of Entity Framework Core.</param>
/// <param name="Rows">The rows of all results. A result without rows counts as one.</param>
public sealed record DatabaseUse(int Commands, int Rows);

/// <summary>Measures the database use of requests to a service, by the diagnostic events of Entity Framework Core.</summary>
public sealed class DatabaseUseRecorder : IStartupFilter, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Header = "X-Test-Measurement";
    private readonly AsyncLocal<Counter?> _current = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<DatabaseUse>> _measurements = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    /// <summary>Starts to observe.</summary>
    public DatabaseUseRecorder() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>Sends a GET request, and measures what the service does to answer it.</summary>
    public async Task<(HttpResponseMessage Answer, DatabaseUse Use)> GetAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var (id, measured) = ($"{Guid.NewGuid()}", new TaskCompletionSource<DatabaseUse>(TaskCreationOptions.RunContinuationsAsynchronously));
        _measurements[id] = measured;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add(Header, id);
        var answer = await client.SendAsync(request, cancellationToken);
        return (answer, await measured.Task.WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use(async (context, following) =>
        {
            if (!_measurements.TryRemove(context.Request.Headers[Header].ToString(), out var measured))
            {
                await following(context);
                return;
            }

            var counter = new Counter();
            _current.Value = counter;
            try
            {
                await following(context);
            }
            finally
            {
                measured.SetResult(new(counter.Commands, counter.Rows));
            }
        });
        next(application);
    };

    /// <inheritdoc/>
    public void OnNext(DiagnosticListener value)
    {
        if (value?.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (_current.Value is not { } counter)
        {
            return;
        }

        switch (value.Value)
        {
            case CommandExecutedEventData command:
                Interlocked.Increment(ref counter.Commands);
                if (command.Result is NpgsqlDataReader result)
                {
#pragma warning disable CS0618 // A batch has the statements too, but Entity Framework Core sends commands.
                    counter.Open[command.CommandId] = result.Statements;
#pragma warning restore CS0618
                }

                break;
            case DataReaderDisposingEventData reader when counter.Open.TryRemove(reader.CommandId, out var statements):
                // ReadCount leaves out the rows of the collections of a split query. The server counts all rows, but only where the result was read to its end.
                var rows = statements.Sum(statement => (int)statement.Rows);
                Interlocked.Add(ref counter.Rows, rows > 0 ? rows : reader.ReadCount);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private sealed class Counter
    {
        public int Commands;

        public int Rows;

        /// <summary>The statements whose results are being read, by command.</summary>
        public ConcurrentDictionary<Guid, IReadOnlyList<NpgsqlBatchCommand>> Open { get; } = new();
    }
}
