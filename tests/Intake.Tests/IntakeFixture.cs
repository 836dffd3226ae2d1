using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.Tests;
using Metropool.Testing;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(IntakeFixture))]

namespace Metropool.Intake.Tests;

/// <summary>Intake, at noon of the first intake day: <see cref="Some.Interview"/> is over. Programme time stands still, for all tests.</summary>
public class IntakeFixture() : ServiceFixture<Program>("intake")
{
    public static DateTimeOffset Now { get; } = new(2025, 9, 12, 10, 0, 0, TimeSpan.Zero);

    public override ValueTask InitializeAsync()
    {
        Clock.SetUtcNow(Now);
        return base.InitializeAsync();
    }

    /// <summary>Changes what is stored, for what only time does.</summary>
    public Task<int> ExecuteAsync(FormattableString sql) => InDatabase<IntakeDbContext, int>(db => db.Database.ExecuteSqlAsync(sql, TestContext.Current.CancellationToken));

    /// <summary>Forgets somebody, as the consumer of <c>PersonErased</c> does.</summary>
    public async Task EraseAsync(Guid personId) => await InScope(async services =>
    {
        var db = services.GetRequiredService<IntakeDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await services.GetRequiredService<Erasures>().EraseAsync(personId, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return true;
    });

    /// <summary>One pass over what wasn't answered in time.</summary>
    public Task<int> OfferPassAsync() => InScope(services => services.GetRequiredService<OfferPass>().RunOnceAsync(TestContext.Current.CancellationToken));
}

/// <summary>Intake from which a test can take the broker away.</summary>
public sealed class IntakeWithoutBroker : IntakeFixture
{
    protected override bool HasBrokerGate => true;

    public static async Task<IntakeWithoutBroker> StartAsync()
    {
        var intake = new IntakeWithoutBroker();
        await intake.InitializeAsync();
        return intake;
    }
}

/// <summary>Intake with a mail server that doesn't know some addresses.</summary>
public sealed class IntakeWithMailServer : IntakeFixture
{
    private const string Domain = "onbekend.example";

    /// <summary>An address for which the server takes no mail.</summary>
    public static string Unknown() => $"{Guid.NewGuid():N}@{Domain}";

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<IMailer>(new Server());

    private sealed class Server : IMailer, IMailSession
    {
        public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult<IMailSession>(this);

        public Task SendAsync(MailMessage message, CancellationToken cancellationToken) =>
            message.Recipient.EndsWith(Domain, StringComparison.Ordinal) ? throw new MailRefusedException("550 RecipientNotAccepted", isForEver: true) : Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
