using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Metropool.Messaging.Outbox;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task The_trace_of_the_publisher_continues_in_the_consumer()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        using var spans = new Spans();
        var seen = new ConcurrentDictionary<Guid, ActivityTraceId>();
        service.Behaviour.AfterSaving = (changed, _) =>
        {
            seen[changed.BookId] = Activity.Current!.TraceId;
            return Task.CompletedTask;
        };
        var book = Guid.CreateVersion7();

        ActivityTraceId trace;
        using (var request = spans.Start("request"))
        {
            trace = request.TraceId;
            await service.PublishAsync(new BookChanged { BookId = book, Version = 1, Title = "" });
        }

        await service.CopyAsync(book, _ => true, "the copy");
        Assert.Equal(trace, seen[book]);
    }

    [Fact]
    public async Task Polling_and_measuring_leave_no_spans()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync(
            settings: TestService.Quick with { PollInterval = TimeSpan.FromMilliseconds(10), MeasureInterval = TimeSpan.FromMilliseconds(10) });
        var database = await service.InDatabaseAsync(db => Task.FromResult(db.Database.GetDbConnection().Database));
        var metrics = service.Services.GetRequiredService<OutboxMetrics>();
        using var spans = new Spans();

        for (var measured = 0; measured < 5; measured++)
        {
            var before = metrics.State;
            await Eventually.TrueAsync(() => Task.FromResult(!ReferenceEquals(metrics.State, before)), "another measurement");
        }

        Assert.Empty(
            spans.Ended.Where(span => span.Tags.Any(tag => tag.Key is "db.name" or "db.namespace" && tag.Value == database)).Select(span => span.DisplayName));
    }

    [Fact]
    public async Task The_outbox_measures_pending_and_delivered_events_and_their_age()
    {
        await using var world = await World.CreateAsync();
        await using var service = await world.RunAsync();
        using var meter = new Meters(service.Services.GetRequiredService<IMeterFactory>());
        world.Broker.Close();

        await service.PublishAsync(
            new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "" },
            new BookChanged { BookId = Guid.CreateVersion7(), Version = 1, Title = "" });
        await Eventually.TrueAsync(
            () => Task.FromResult(meter.Read("metropool.outbox.pending") == 2 && meter.Read("metropool.outbox.oldest_age") > 0), "two wait");
        Assert.Equal(0, meter.Read("metropool.outbox.parked"));
        Assert.Equal(0, meter.Read("metropool.outbox.delivered"));

        world.Broker.Open();
        await Eventually.TrueAsync(
            () => Task.FromResult(meter.Read("metropool.outbox.pending") == 0 && meter.Read("metropool.outbox.oldest_age") == 0), "none waits");
        Assert.True(meter.Read("metropool.outbox.delivered") >= 2);
    }

    /// <summary>Everything that any source of the process records.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivitySource _source = new("tests");
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Ended.Add,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentBag<Activity> Ended { get; } = [];

        public Activity Start(string name) => _source.StartActivity(name)!;

        public void Dispose()
        {
            _listener.Dispose();
            _source.Dispose();
        }
    }

    /// <summary>The instruments of one service, added up.</summary>
    private sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, double> _values = [];

        public Meters(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Metropool.Messaging" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Keep(instrument, value));
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Keep(instrument, value));
            _listener.Start();
        }

        public double Read(string name)
        {
            _listener.RecordObservableInstruments();
            return _values.GetValueOrDefault(name);
        }

        public void Dispose() => _listener.Dispose();

        private void Keep(Instrument instrument, double value) =>
            _values.AddOrUpdate(instrument.Name, value, (_, sum) => instrument.IsObservable ? value : sum + value);
    }
}
