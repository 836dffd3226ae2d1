using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Metropool.Http;
using Metropool.Identity.OutgoingMails;
using Metropool.Mail;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Metropool.Identity.Tests;

/// <summary>Mail goes out through a table: a server that is away loses nothing and blocks nothing.</summary>
public sealed class MailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_server_is_away_people_go_on_and_afterwards_everything_is_sent_once_and_nothing_of_it_remains()
    {
        await using var identity = new WithFakeServer();
        await identity.InitializeAsync();
        identity.Server.IsAway = true;
        var emails = Enumerable.Range(0, 3).Select(i => $"{i}-{Guid.NewGuid():N}@demo.metropool.example").ToArray();
        foreach (var email in emails)
        {
            Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email))).StatusCode);
        }

        await Assert.ThrowsAsync<MailServerAwayException>(() => identity.SendAsync());
        Assert.Equal([(0, true), (0, true), (0, true)], await identity.MailsAsync(mail => (mail.Refusals, mail.Text != null)));
        Assert.Equal(HttpStatusCode.OK, (await identity.Application.CreateClient().GetAsync("/health", Cancellation)).StatusCode);
        identity.Server.IsAway = false;

        await identity.AllSentAsync();

        Assert.Equal(emails, identity.Server.Sent.Select(message => message.Recipient));
        Assert.Equal([(null, null, null), (null, null, null), (null, null, null)], await identity.MailsAsync(mail => (mail.Recipient, mail.Subject, mail.Text)));
    }

    [Fact]
    public async Task What_the_server_refuses_is_tried_later_and_parked_in_the_end_without_holding_up_the_others()
    {
        await using var identity = new WithFakeServer();
        await identity.InitializeAsync();
        var (refused, good) = ($"geweigerd-{Guid.NewGuid():N}@demo.metropool.example", $"{Guid.NewGuid():N}@demo.metropool.example");
        identity.Server.Refusals[refused] = false;
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", refused));
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", good));

        await Eventually.TrueAsync(() => Task.FromResult(identity.Server.Sent.Any(message => message.Recipient == good)), "the other is sent");
        await Eventually.TrueAsync(async () => (await identity.MailsAsync(mail => mail.Refusals)).Contains(1), "the first is refused once");

        identity.Server.Refusals[refused] = true;
        await identity.InDatabase(async (IdentityDbContext db) => await db.OutgoingMail.Where(mail => mail.DueAt != null).ExecuteUpdateAsync(set => set.SetProperty(mail => mail.DueAt, mail => mail.CreatedAt), Cancellation));
        var api = await identity.ApiAsync("beheerder");
        var parked = await Eventually.ValueAsync(async () => (await api.GetFromJsonAsync<Page<ParkedMail>>("/identity/v1/outgoing-mails/parked", Cancellation))!.Items.SingleOrDefault(), "the message is parked");
        Assert.Equal((2, "550 RecipientNotAccepted", true), (parked.Refusals, parked.LastRefusal, parked.CanBeReleased));
        Assert.DoesNotContain("geweigerd", await api.GetStringAsync("/identity/v1/outgoing-mails/parked", Cancellation), StringComparison.Ordinal);

        identity.Server.Refusals.Clear();
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/outgoing-mails/{parked.MailId}/release", null, Cancellation)).StatusCode);
        await identity.AllSentAsync();
        Assert.Contains(identity.Server.Sent, message => message.Recipient == refused);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"/identity/v1/outgoing-mails/{parked.MailId}/release", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_message_whose_link_has_ended_is_given_up_and_its_text_is_gone()
    {
        await using var identity = new WithFakeServer();
        await identity.InitializeAsync();
        var (email, _) = await RegisteredAsync(identity);
        identity.Server.IsAway = true;
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.InDatabase(async (IdentityDbContext db) => await db.OutgoingMail.Where(mail => mail.Text != null).ExecuteUpdateAsync(set => set.SetProperty(mail => mail.UselessAfter, mail => mail.CreatedAt), Cancellation));
        identity.Server.IsAway = false;

        await Eventually.TrueAsync(async () => (await identity.MailsAsync(mail => mail.LastRefusal)).Contains("too late"), "it is given up");

        Assert.DoesNotContain(identity.Server.Sent, message => message.Text.Contains("/identity/password/reset?", StringComparison.Ordinal));
        Assert.All(await identity.MailsAsync(mail => mail.Text), Assert.Null);
    }

    [Fact]
    public async Task Two_relays_send_each_message_once()
    {
        await using var identity = new WithFakeServer();
        await identity.InitializeAsync();
        identity.Server.IsAway = true;
        await identity.InDatabase(async (IdentityDbContext db) =>
        {
            db.OutgoingMail.AddRange(Enumerable.Range(0, 30).Select(i => OutgoingMail.Write("test", $"{i}@demo.metropool.example", "s", "t", DateTimeOffset.UtcNow.AddMilliseconds(-i))));
            return await db.SaveChangesAsync(Cancellation);
        });
        identity.Server.IsAway = false;

        await Task.WhenAll(identity.SendAsync(), identity.SendAsync(), identity.SendAsync());
        await identity.AllSentAsync();

        Assert.Equal(30, identity.Server.Sent.Count);
        Assert.Equal(30, identity.Server.Sent.DistinctBy(message => message.Id).Count());
    }

    [Fact]
    public async Task Over_SMTP_a_message_arrives_as_it_was_written_and_a_refusal_says_no_more_than_its_status()
    {
        using var server = new SmtpStandIn();
        var mailer = new SmtpMailer(new MailSettings { Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, From = "metropool@demo.metropool.example" });
        await using (var session = await mailer.ConnectAsync(Cancellation))
        {
            await session.SendAsync(Message("goed@demo.metropool.example"), Cancellation);
            var later = await Assert.ThrowsAsync<MailRefusedException>(() => session.SendAsync(Message("later@demo.metropool.example"), Cancellation));
            var never = await Assert.ThrowsAsync<MailRefusedException>(() => session.SendAsync(Message("nooit@demo.metropool.example"), Cancellation));
            await session.SendAsync(Message("goed@demo.metropool.example"), Cancellation);
            Assert.Equal((false, true), (later.IsForEver, never.IsForEver));
            Assert.DoesNotContain("nooit", never.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Received.Count);
        using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(server.Received.First()));
        var received = await MimeKit.MimeMessage.LoadAsync(stream, Cancellation);
        Assert.Equal(("Onderwerp met \u00E9", "Tekst met \u00EB\nen een tweede regel\n"), (received.Subject, received.TextBody!.ReplaceLineEndings("\n")));
        Assert.Equal("auto-generated", received.Headers["Auto-Submitted"]);

        // One that offers no TLS isn't trusted with a link, and one that isn't there is away.
        await Assert.ThrowsAsync<MailServerAwayException>(() => new SmtpMailer(new MailSettings { Host = "127.0.0.1", Port = server.Port }).ConnectAsync(Cancellation));
        server.Dispose();
        await Assert.ThrowsAsync<MailServerAwayException>(() => mailer.ConnectAsync(Cancellation));

        static MailMessage Message(string to) => new(Guid.CreateVersion7(), to, "Onderwerp met \u00E9", "Tekst met \u00EB\nen een tweede regel\n", DateTimeOffset.UtcNow);
    }

    private static async Task<(string Email, Guid PersonId)> RegisteredAsync(WithFakeServer identity)
    {
        var email = $"{Guid.NewGuid():N}@demo.metropool.example";
        await identity.Browser().FillInAsync("/identity/register", ("CallName", "Deelnemer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        var text = (await Eventually.ValueAsync(() => Task.FromResult(identity.Server.Sent.FirstOrDefault(message => message.Recipient == email)), "the link")).Text;
        var link = new Uri(text.Split('\n').Single(line => line.Contains("?code=", StringComparison.Ordinal))).PathAndQuery;
        await identity.Browser().FillInAsync(link, ("Password", IdentityFixture.Password));
        return (email, await identity.InDatabase(async (IdentityDbContext db) => await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation)));
    }

    private sealed class WithFakeServer : IdentityFixture
    {
        public FakeServer Server { get; } = new();

        public Task<int> SendAsync() => Application.Services.GetRequiredService<MailRelay<IdentityDbContext>>().SendDueAsync(Cancellation);

        public Task<List<T>> MailsAsync<T>(Func<OutgoingMail, T> of) =>
            InDatabase(async (IdentityDbContext db) => (await db.OutgoingMail.AsNoTracking().OrderBy(mail => mail.MailId).ToListAsync(Cancellation)).Select(of).ToList());

        public Task AllSentAsync() => Eventually.TrueAsync(
            async () =>
            {
                await SendAsync();
                return !(await MailsAsync(mail => mail.DueAt != null)).Contains(true);
            },
            "all is sent");

        protected override void ConfigureServices(IServiceCollection services)
        {
            base.ConfigureServices(services);
            services.RemoveAll<IMailer>();
            services.AddSingleton<IMailer>(Server);
        }
    }

    private sealed class FakeServer : IMailer, IMailSession
    {
        public ConcurrentQueue<MailMessage> Sent { get; } = [];

        /// <summary>Addresses that are refused; true: for good.</summary>
        public ConcurrentDictionary<string, bool> Refusals { get; } = [];

        public volatile bool IsAway;

        public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken) => IsAway ? throw new MailServerAwayException("Away.") : Task.FromResult<IMailSession>(this);

        public Task SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            if (Refusals.TryGetValue(message.Recipient, out var forEver))
            {
                throw new MailRefusedException(forEver ? "550 RecipientNotAccepted" : "451 MessageNotAccepted", forEver);
            }

            Sent.Enqueue(message);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>As much of a mail server as is needed: it takes some addresses, and puts others off.</summary>
    private sealed class SmtpStandIn : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SmtpStandIn()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<string> Received { get; } = [];

        public void Dispose() => _listener.Stop();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Stopped.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 stand-in");
                while (await reader.ReadLineAsync() is { } line)
                {
                    await writer.WriteLineAsync(line switch
                    {
                        _ when line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("nooit@", StringComparison.Ordinal) => "550 5.1.1 <nooit@demo.metropool.example> unknown",
                        _ when line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("later@", StringComparison.Ordinal) => "451 4.3.0 try later",
                        "DATA" => "354 go on",
                        _ => "250 ok",
                    });
                    if (line == "DATA")
                    {
                        var text = new System.Text.StringBuilder();
                        while (await reader.ReadLineAsync() is { } part && part != ".")
                        {
                            text.Append(part).Append("\r\n");
                        }

                        Received.Enqueue(text.ToString());
                        await writer.WriteLineAsync("250 taken");
                    }
                }
            }
        }
    }
}
