using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Metropool.Mail;

namespace Metropool.Identity.Tests;

/// <summary>What a mail server says, and whose fault it is.</summary>
public sealed class SmtpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_SMTP_a_message_arrives_as_it_was_written_and_a_refusal_says_no_more_than_its_status()
    {
        using var server = new SmtpStandIn();
        var mailer = new SmtpMailer(
            new MailSettings { Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, From = "metropool@demo.metropool.example" });
        await using (var session = await mailer.ConnectAsync(Cancellation))
        {
            await session.SendAsync(Message("goed@demo.metropool.example"), Cancellation);
            var later = await Assert.ThrowsAsync<MailRefusedException>(() => session.SendAsync(Message("later@demo.metropool.example"), Cancellation));
            var never = await Assert.ThrowsAsync<MailRefusedException>(() => session.SendAsync(Message("nooit@demo.metropool.example"), Cancellation));
            await session.SendAsync(Message("goed@demo.metropool.example"), Cancellation);
            Assert.Equal((false, true), (later.IsPermanent, never.IsPermanent));
            Assert.DoesNotContain("nooit", never.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Received.Count);
        using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(server.Received.First()));
        var received = await MimeKit.MimeMessage.LoadAsync(stream, Cancellation);
        Assert.Equal(("Onderwerp met \u00E9", "Tekst met \u00EB\nen een tweede regel\n"), (received.Subject, received.TextBody!.ReplaceLineEndings("\n")));
        Assert.Equal("auto-generated", received.Headers["Auto-Submitted"]);

        // One that offers no TLS isn't trusted with a link, and one that isn't there is away.
        await Assert.ThrowsAsync<MailServerUnavailableException>(
            () => new SmtpMailer(new MailSettings { Host = "127.0.0.1", Port = server.Port }).ConnectAsync(Cancellation));
        server.Dispose();
        await Assert.ThrowsAsync<MailServerUnavailableException>(() => mailer.ConnectAsync(Cancellation));
    }

    [Theory]
    [InlineData("elders@demo.metropool.example", false)]
    [InlineData("nooit@demo.metropool.example", true)]
    [InlineData("geen adres", true)]
    public async Task A_refusal_of_the_message_is_permanent_and_a_refusal_of_the_sender_is_tried_again(string to, bool isPermanent)
    {
        using var server = new SmtpStandIn();
        await using var session = await MailerOf(server).ConnectAsync(Cancellation);

        Assert.Equal(isPermanent, (await Assert.ThrowsAsync<MailRefusedException>(() => session.SendAsync(Message(to), Cancellation))).IsPermanent);
        await session.SendAsync(Message("goed@demo.metropool.example"), Cancellation);
    }

    [Fact]
    public async Task A_sender_that_is_not_accepted_and_a_server_that_is_busy_are_no_messages_fault()
    {
        using var server = new SmtpStandIn();
        await using var wrong = await MailerOf(server, "fout@demo.metropool.example").ConnectAsync(Cancellation);
        await using var right = await MailerOf(server).ConnectAsync(Cancellation);

        var away = await Assert.ThrowsAsync<MailServerUnavailableException>(() => wrong.SendAsync(Message("goed@demo.metropool.example"), Cancellation));
        await Assert.ThrowsAsync<MailServerUnavailableException>(() => right.SendAsync(Message("druk@demo.metropool.example"), Cancellation));

        Assert.Equal("The mail server refuses Metropool:Mail:From: 550.", away.Message);
    }

    private static SmtpMailer MailerOf(SmtpStandIn server, string from = "metropool@demo.metropool.example") =>
        new(new MailSettings { Host = "127.0.0.1", Port = server.Port, Security = MailSecurity.None, From = from });

    private static MailMessage Message(string to) =>
        new(Guid.CreateVersion7(), to, "Onderwerp met \u00E9", "Tekst met \u00EB\nen een tweede regel\n", DateTimeOffset.UtcNow);
}

/// <summary>As much of a mail server as is needed: it takes some addresses, and puts others off.</summary>
internal sealed class SmtpStandIn : IDisposable
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
                    _ when line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains(
                        "nooit@", StringComparison.Ordinal) => "550 5.1.1 <nooit@demo.metropool.example> unknown",
                    _ when line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("later@", StringComparison.Ordinal) => "451 4.3.0 try later",
                    _ when line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains(
                        "elders@", StringComparison.Ordinal) => "554 5.7.1 <elders@demo.metropool.example>: relay access denied",
                    _ when line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("druk@", StringComparison.Ordinal) => "421 4.7.0 too busy",
                    _ when line.StartsWith("MAIL", StringComparison.Ordinal) && line.Contains(
                        "fout@", StringComparison.Ordinal) => "550 5.1.8 <fout@demo.metropool.example> unknown sender",
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
