using System.Net;
using System.Net.Http.Json;
using Metropool.Http;
using Metropool.Mail;
using Metropool.Mail.Parked;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Metropool.Identity.Tests;

/// <summary>Mail goes out through a table: a server that is away loses nothing and blocks nothing.</summary>
public sealed class MailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_outage_of_the_mail_server_delays_messages_and_each_is_sent_once()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        identity.Server.IsAway = true;
        var emails = Enumerable.Range(0, 3).Select(i => $"{i}-{Guid.NewGuid():N}@demo.metropool.example").ToArray();
        foreach (var email in emails)
        {
            Assert.Equal(HttpStatusCode.OK, (await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email))).StatusCode);
        }

        await Assert.ThrowsAsync<MailServerUnavailableException>(() => identity.SendAsync());
        Assert.Equal([(0, true), (0, true), (0, true)], await identity.MailsAsync(mail => (mail.Refusals, mail.Text != null)));
        Assert.Equal(HttpStatusCode.OK, (await identity.Application.CreateClient().GetAsync("/health", Cancellation)).StatusCode);
        identity.Server.IsAway = false;

        await identity.AllSentAsync();

        // In whatever order: the service has a relay of its own beside the one that is asked here.
        Assert.Equal(emails, identity.Server.Sent.Select(message => message.Recipient).Order(StringComparer.Ordinal));
        Assert.Empty(await identity.MailsAsync(mail => mail.MailId));
    }

    [Fact]
    public async Task A_refused_message_is_tried_later_and_then_parked_without_delaying_others()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        var (refused, good) = ($"geweigerd-{Guid.NewGuid():N}@demo.metropool.example", $"{Guid.NewGuid():N}@demo.metropool.example");
        identity.Server.Refusals[refused] = false;
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", refused));
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", good));

        await Eventually.TrueAsync(() => Task.FromResult(identity.Server.Sent.Any(message => message.Recipient == good)), "the other is sent");
        await Eventually.TrueAsync(async () => (await identity.MailsAsync(mail => mail.Refusals)).Contains(1), "the first is refused once");

        identity.Server.Refusals[refused] = true;
        await DueAsync(identity);
        var api = await identity.ApiAsync("beheerder");
        var parked = await Eventually.ValueAsync(
            async () => (await api.GetFromJsonAsync<Page<ParkedMail>>("/identity/v1/outgoing-mails/parked", Cancellation))!.Items.SingleOrDefault(),
            "the message is parked");
        Assert.Equal((2, "550 RecipientNotAccepted", true), (parked.Refusals, parked.LastRefusal, parked.CanBeReleased));
        Assert.DoesNotContain("geweigerd", await api.GetStringAsync("/identity/v1/outgoing-mails/parked", Cancellation), StringComparison.Ordinal);

        identity.Server.Refusals.Clear();
        Assert.Equal(HttpStatusCode.NoContent, (await api.PostAsync($"/identity/v1/outgoing-mails/{parked.MailId}/release", null, Cancellation)).StatusCode);
        await identity.AllSentAsync();
        Assert.Contains(identity.Server.Sent, message => message.Recipient == refused);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync($"/identity/v1/outgoing-mails/{parked.MailId}/release", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_message_whose_link_has_expired_is_not_sent_and_its_text_is_deleted()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        var (email, _) = await RegisteredAsync(identity);
        identity.Server.IsAway = true;
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.InDatabase(db => db.OutgoingMail.Where(mail => mail.Text != null)
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.ExpiresAt, mail => mail.CreatedAt), Cancellation));
        identity.Server.IsAway = false;

        await Eventually.TrueAsync(async () => (await identity.MailsAsync(mail => mail.LastRefusal)).Contains("expired"), "it is given up");

        Assert.DoesNotContain(identity.Server.Sent, message => message.Text.Contains("/identity/password/reset?", StringComparison.Ordinal));
        Assert.All(await identity.MailsAsync(mail => mail.Text), Assert.Null);
    }

    [Fact]
    public async Task Two_relays_send_each_message_once()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        identity.Server.IsAway = true;
        await identity.InDatabase(async db =>
        {
            db.OutgoingMail.AddRange(Enumerable.Range(0, 30).Select(i =>
                OutgoingMail.Write("test", null, $"{i}@demo.metropool.example", "s", "t", DateTimeOffset.UtcNow.AddMilliseconds(-i))));
            return await db.SaveChangesAsync(Cancellation);
        });
        identity.Server.IsAway = false;

        await Task.WhenAll(identity.SendAsync(), identity.SendAsync(), identity.SendAsync());
        await identity.AllSentAsync();

        Assert.Equal(30, identity.Server.Sent.Count);
        Assert.Equal(30, identity.Server.Sent.DistinctBy(message => message.Id).Count());
    }

    [Fact]
    public async Task A_message_with_which_the_connection_breaks_does_not_hold_up_the_others_and_is_sent_in_the_end()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        identity.Server.Breaks["eerst@demo.metropool.example"] = true;
        await WriteAsync(identity, ("eerst@demo.metropool.example", TimeSpan.FromMinutes(-2)), ("daarna@demo.metropool.example", TimeSpan.FromMinutes(-1)));

        await Eventually.TrueAsync(
            () => Task.FromResult(identity.Server.Sent.Any(message => message.Recipient == "daarna@demo.metropool.example")), "the other is sent");

        Assert.Equal([(0, null)], await identity.MailsAsync(mail => (mail.Refusals, mail.ParkedAt)));
        identity.Server.Breaks.Clear();
        await DueAsync(identity);
        await identity.AllSentAsync();
        Assert.Equal(2, identity.Server.Sent.Count);
    }

    [Fact]
    public async Task No_transaction_is_open_and_no_row_is_locked_while_a_message_is_sent()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        var free = new TaskCompletionSource<int>();
        identity.Server.WhileSending = async () =>
        {
            try
            {
                var rows = await identity.InDatabase(db => db.Database
                    .SqlQuery<Guid>($"SELECT mail_id AS \"Value\" FROM outgoing_mail FOR UPDATE NOWAIT").ToListAsync(Cancellation));
                free.TrySetResult(rows.Count);
            }
            catch (Exception e) when (e.GetBaseException() is Npgsql.PostgresException)
            {
                free.TrySetException(e);
            }
        };

        await WriteAsync(identity, ("iemand@demo.metropool.example", TimeSpan.Zero));

        Assert.Equal(1, await free.Task.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task A_released_message_gets_as_much_time_as_a_new_one()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        identity.Server.Refusals["oud@demo.metropool.example"] = true;
        await WriteAsync(identity, ("oud@demo.metropool.example", TimeSpan.FromDays(-3)));
        await Eventually.TrueAsync(async () => (await identity.MailsAsync(mail => mail.ParkedAt != null)).Single(), "it is parked");
        identity.Server.Refusals["oud@demo.metropool.example"] = false;

        using var api = await identity.ApiAsync("beheerder");
        var released = await (
            await api.PostAsync("/identity/v1/outgoing-mails/parked/release", null, Cancellation)).Content.ReadFromJsonAsync<ReleasedMails>(Cancellation);

        Assert.Equal(1, released!.Count);
        await Eventually.TrueAsync(async () => (await identity.MailsAsync(mail => mail.Refusals)).Single() == 1, "it is refused once more");
        Assert.Equal([true], await identity.MailsAsync(mail => mail.DueAt != null));
    }

    [Fact]
    public async Task A_message_to_an_unknown_address_leaves_mail_healthy_expires_within_a_day_and_can_be_discarded()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        var stranger = $"{Guid.NewGuid():N}@bestaat-niet.example";
        identity.Server.Refusals[stranger] = true;
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", stranger));
        using var api = await identity.ApiAsync("beheerder");
        var parked = await Eventually.ValueAsync(
            async () => (await api.GetFromJsonAsync<Page<ParkedMail>>("/identity/v1/outgoing-mails/parked", Cancellation))!.Items.SingleOrDefault(),
            "the message is parked");

        Assert.True(Assert.Single(await identity.MailsAsync(mail => mail.ExpiresAt)) <= parked.CreatedAt.AddDays(1));
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(identity));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/outgoing-mails/parked/{parked.MailId}", Cancellation)).StatusCode);

        Assert.Empty(await identity.MailsAsync(mail => mail.MailId));
        Assert.Equal(HttpStatusCode.NotFound, (await api.DeleteAsync($"/identity/v1/outgoing-mails/parked/{parked.MailId}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Mail_is_degraded_while_the_server_is_away()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        identity.Server.IsAway = true;
        await WriteAsync(identity, ("iemand@demo.metropool.example", TimeSpan.Zero));

        await Eventually.TrueAsync(async () => await HealthAsync(identity) == HealthStatus.Degraded, "mail is degraded");
    }

    [Theory]
    [InlineData(-16, true)]
    [InlineData(-14, false)]
    [InlineData(60, false)]
    public void Mail_waits_for_as_long_as_its_oldest_is_due(int minutes, bool isLong)
    {
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(isLong, new MailState(1, 0, now.AddMinutes(minutes)).DelayAt(now) > TimeSpan.FromMinutes(15));
        Assert.Equal(TimeSpan.Zero, new MailState(0, 0, null).DelayAt(now));
    }

    [Fact]
    public async Task The_queries_of_the_relay_use_an_index()
    {
        await using var identity = new IdentityWithMailServer();
        await identity.InitializeAsync();
        await identity.InDatabase(db => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO outgoing_mail (mail_id, kind, created_at, tried_since, parked_at, refusals)
            SELECT gen_random_uuid(), 'test', now(), now(), now(), 1 FROM generate_series(1, 20000)
            """,
            Cancellation));
        await identity.InDatabase(db => db.Database.ExecuteSqlAsync($"ANALYZE outgoing_mail", Cancellation));

        foreach (var query in new Func<IQueryable<OutgoingMail>, IQueryable<OutgoingMail>>[]
        {
            mails => mails.Expired(DateTimeOffset.UtcNow), OutgoingMails.Pending, OutgoingMails.Parked,
        })
        {
            var plan = await identity.InDatabase(async db =>
            {
                await using var command = query(db.OutgoingMail).CreateDbCommand();
                command.CommandText = "EXPLAIN " + command.CommandText;
                await db.Database.OpenConnectionAsync(Cancellation);
                await using var reader = await command.ExecuteReaderAsync(Cancellation);
                var lines = new List<string>();
                while (await reader.ReadAsync(Cancellation))
                {
                    lines.Add(reader.GetString(0));
                }

                return string.Join('\n', lines);
            });
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }

    private static Task<int> WriteAsync(IdentityWithMailServer identity, params (string Recipient, TimeSpan At)[] mails) =>
        identity.InDatabase(async db =>
    {
        db.OutgoingMail.AddRange(mails.Select(mail => OutgoingMail.Write("test", null, mail.Recipient, "s", "t", DateTimeOffset.UtcNow + mail.At)));
        return await db.SaveChangesAsync(Cancellation);
    });

    private static Task<int> DueAsync(IdentityWithMailServer identity) => identity.InDatabase(db =>
        db.OutgoingMail.Where(mail => mail.DueAt != null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(mail => mail.DueAt, mail => mail.CreatedAt).SetProperty(mail => mail.LeasedUntil, (DateTimeOffset?)null),
                Cancellation));

    private static async Task<HealthStatus> HealthAsync(IdentityWithMailServer identity) =>
        (await identity.Application.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "mail", Cancellation)).Status;

    private static async Task<(string Email, Guid PersonId)> RegisteredAsync(IdentityWithMailServer identity)
    {
        var email = $"{Guid.NewGuid():N}@demo.metropool.example";
        await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", "Deelnemer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        var text = (
            await Eventually.ValueAsync(() => Task.FromResult(identity.Server.Sent.FirstOrDefault(message => message.Recipient == email)), "the link")).Text;
        var link = new Uri(text.Split('\n').Single(line => line.Contains("?code=", StringComparison.Ordinal))).PathAndQuery;
        await identity.Browser().FillInAsync(link, ("Password", IdentityFixture.Password));
        return (
            email,
            await identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation)));
    }
}
