using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Metropool.Mail;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metropool.Hosting.Tests;

/// <summary>Processes of a service share its outgoing mail by leases.</summary>
public sealed class MailRelayTests(Servers servers) : IClassFixture<Servers>, IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly FakeMailer _firstMailer = new();
    private readonly FakeMailer _secondMailer = new();
    private SampleService _first = null!;
    private SampleService _second = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_first, _second) = (Build(_firstMailer, _clock), Build(_secondMailer, _clock));
        await _first.MakeTablesAsync();
        await InDatabaseAsync(db => db.Set<OutgoingMail>().ExecuteDeleteAsync(Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Two_processes_send_each_message_once()
    {
        await WriteAsync(40);

        await Task.WhenAll(SendAsync(_first), SendAsync(_second));

        Assert.Equal(40, _firstMailer.Sent.Concat(_secondMailer.Sent).Distinct().Count());
        Assert.Equal(40, _firstMailer.Sent.Count + _secondMailer.Sent.Count);
        Assert.Empty(await MailsAsync());
    }

    [Fact]
    public async Task While_the_mail_server_hangs_no_row_is_locked_and_another_process_sends_the_other_messages()
    {
        await WriteAsync(2);
        var hanging = _firstMailer.Hang();
        var sending = SendAsync(_first);
        await hanging;

        var unlocked = await InDatabaseAsync(db =>
            db.Database.SqlQuery<Guid>($"SELECT mail_id AS \"Value\" FROM outgoing_mail FOR UPDATE NOWAIT").ToListAsync(Cancellation));
        Assert.Equal(2, unlocked.Count);
        Assert.Equal(1, await SendAsync(_second));

        _clock.Advance(TimeSpan.FromMinutes(3));
        await Assert.ThrowsAsync<MailServerUnavailableException>(() => sending);
        Assert.Equal(0, Assert.Single(await MailsAsync()).Refusals);
    }

    [Fact]
    public async Task A_message_that_was_interrupted_is_sent_when_its_lease_has_ended()
    {
        await WriteAsync(1);
        var hanging = _firstMailer.Hang();
        var sending = SendAsync(_first);
        await hanging;

        _clock.Advance(TimeSpan.FromMinutes(3));
        await Assert.ThrowsAsync<MailServerUnavailableException>(() => sending);
        Assert.Equal(0, await SendAsync(_second));

        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await SendAsync(_second));
    }

    [Fact]
    public async Task A_message_that_a_killed_process_had_leased_is_sent_when_the_lease_has_ended()
    {
        await WriteAsync(1);
        await _first.App.Services.GetRequiredService<MailQueue>().LeaseAsync(1, TimeSpan.FromMinutes(5), Cancellation);

        Assert.Equal(0, await SendAsync(_second));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await SendAsync(_second));
    }

    [Fact]
    public async Task A_process_that_stops_releases_the_message_that_it_has_not_sent()
    {
        await WriteAsync(1);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var hanging = _firstMailer.Hang();
        var sending = SendAsync(_first, stopping.Token);
        await hanging;

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(1, await SendAsync(_second));
    }

    [Fact]
    public async Task A_message_that_is_being_sent_can_be_deleted_by_an_erasure()
    {
        var person = Guid.CreateVersion7();
        await WriteAsync(1, person);
        var hanging = _firstMailer.Hang();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sending = SendAsync(_first, stopping.Token);
        await hanging;

        Assert.Equal(1, await InDatabaseAsync(db => db.DiscardMailAboutAsync([person], Cancellation)));

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Empty(await MailsAsync());
    }

    [Fact]
    public async Task A_server_that_accepts_the_connection_and_hangs_leaves_every_message_due()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var gate = TcpGate.Before("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port);
        gate.Stall();
        await using var service = Build(
            mailer: null,
            _clock,
            ("Metropool:Mail:Host", "127.0.0.1"),
            ("Metropool:Mail:Port", $"{gate.Port}"),
            ("Metropool:Mail:Security", "None"),
            ("Metropool:Mail:AnswerTime", "00:00:01"));
        await WriteAsync(2);

        await Assert.ThrowsAsync<MailServerUnavailableException>(() => SendAsync(service));

        Assert.All(await MailsAsync(), mail => Assert.Equal((0, null, true), (mail.Refusals, mail.LeasedUntil, mail.DueAt <= _clock.GetUtcNow())));
    }

    [Fact]
    public async Task An_unexpected_exception_does_not_end_the_relay()
    {
        var mailer = new FakeMailer { ConnectFailure = new InvalidOperationException("Unexpected.") };
        await using var service = Build(mailer, TimeProvider.System);
        var relay = service.App.Services.GetRequiredService<MailRelay<SampleDbContext>>();
        await WriteAsync(1);

        await relay.StartAsync(Cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(relay.Failures > 0), "the relay has failed");
        mailer.ConnectFailure = null;

        await Eventually.TrueAsync(() => Task.FromResult(mailer.Sent.Count == 1), "the message is sent");
        await relay.StopAsync(Cancellation);
    }

    private SampleService Build(IMailer? mailer, TimeProvider clock, params (string Key, string Value)[] settings) => SampleService.Build(
        servers.Database,
        servers.Broker,
        configure: builder =>
        {
            builder.Services.AddSingleton(clock);
            if (mailer is not null)
            {
                builder.Services.AddSingleton(mailer);
            }

            builder.AddMail<SampleDbContext>();
        },
        settings: settings);

    private static Task<int> SendAsync(SampleService service, CancellationToken? cancellationToken = null) =>
        service.App.Services.GetRequiredService<MailRelay<SampleDbContext>>().SendDueAsync(cancellationToken ?? Cancellation);

    private Task<int> WriteAsync(int count, Guid? dataSubjectId = null) => InDatabaseAsync(db =>
    {
        db.AddRange(
            Enumerable.Range(0, count).Select(i => OutgoingMail.Write("test", dataSubjectId, $"{i}@demo.metropool.example", "s", "t", _clock.GetUtcNow())));
        return db.SaveChangesAsync(Cancellation);
    });

    private Task<List<OutgoingMail>> MailsAsync() => InDatabaseAsync(db => db.Set<OutgoingMail>().AsNoTracking().ToListAsync(Cancellation));

    private async Task<T> InDatabaseAsync<T>(Func<SampleDbContext, Task<T>> work)
    {
        await using var scope = _first.App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<SampleDbContext>());
    }

    private sealed class FakeMailer : IMailer, IMailSession
    {
        private volatile TaskCompletionSource? _hanging;

        public ConcurrentQueue<Guid> Sent { get; } = [];

        public Exception? ConnectFailure { get; set; }

        /// <summary>From now on no message is accepted.</summary>
        /// <returns>Completes when the first message is being sent.</returns>
        public Task Hang() => (_hanging = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken) =>
            ConnectFailure is { } failure ? Task.FromException<IMailSession>(failure) : Task.FromResult<IMailSession>(this);

        public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            if (_hanging is { } hanging)
            {
                hanging.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            Sent.Enqueue(message.Id);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
