using System.Collections.Concurrent;
using Metropool.Mail;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Metropool.Identity.Tests;

/// <summary>Identity beside a mail server that does what a test says.</summary>
internal sealed class IdentityWithMailServer : IdentityFixture
{
    public FakeMailServer Server { get; } = new();

    public Task<int> SendAsync() => Application.Services.GetRequiredService<MailRelay<IdentityDbContext>>().SendDueAsync(TestContext.Current.CancellationToken);

    public Task<List<T>> MailsAsync<T>(Func<OutgoingMail, T> of) =>
        InDatabase(async db =>
        {
            var mails = await db.OutgoingMail.AsNoTracking().OrderBy(mail => mail.MailId).ToListAsync(TestContext.Current.CancellationToken);
            return mails.Select(of).ToList();
        });

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

/// <summary>A mail server that does what a test says.</summary>
internal sealed class FakeMailServer : IMailer, IMailSession
{
    public ConcurrentQueue<MailMessage> Sent { get; } = [];

    /// <summary>Addresses that are refused; true: for good.</summary>
    public ConcurrentDictionary<string, bool> Refusals { get; } = [];

    /// <summary>Addresses with whose messages the connection breaks.</summary>
    public ConcurrentDictionary<string, bool> Breaks { get; } = [];

    public volatile bool IsAway;

    /// <summary>What happens while a message is handed over.</summary>
    public Func<Task> WhileSending { get; set; } = () => Task.CompletedTask;

    public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken) =>
        IsAway ? throw new MailServerUnavailableException("Away.") : Task.FromResult<IMailSession>(this);

    public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        await WhileSending();
        if (Breaks.ContainsKey(message.Recipient))
        {
            throw new MailServerUnavailableException("Broken off.");
        }

        if (Refusals.TryGetValue(message.Recipient, out var forEver))
        {
            throw new MailRefusedException(forEver ? "550 RecipientNotAccepted" : "451 MessageNotAccepted", forEver);
        }

        Sent.Enqueue(message);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
