using System.Linq.Expressions;
using Metropool.Contracts.Identity;
using Metropool.Intake.Erasure;
using Metropool.Intake.Tests;
using Metropool.Jobs;
using Metropool.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(IntakeFixture))]

namespace Metropool.Intake.Tests;

/// <summary>Intake at noon of the first intake day, after <see cref="Some.Interview"/>. Programme time doesn't advance, for all tests.</summary>
public class IntakeFixture() : ServiceFixture<Program>("intake")
{
    public static DateTimeOffset Now { get; } = new(2025, 9, 12, 10, 0, 0, TimeSpan.Zero);

    public override ValueTask InitializeAsync()
    {
        Clock.SetUtcNow(Now);
        return base.InitializeAsync();
    }

    /// <summary>A client without a token, which follows no rules of the API.</summary>
    public HttpClient Browser => PlainClientFor(TestCaller.Anonymous);

    /// <summary>The client of a person, by default one who is unknown to Intake.</summary>
    public HttpClient PersonClient(Guid? personId = null) => ClientFor(TestCaller.Person(personId ?? Some.Id()));

    public HttpClient StaffClient(Guid personId) => ClientFor(TestCaller.Staff(personId));

    public HttpClient StaffClient(EditionTeamMember member) => StaffClient(member.PersonId);

    /// <summary>The API client of an organisation.</summary>
    public HttpClient OrganisationClient(Guid organisationId) => ClientFor(TestCaller.OrganisationClient("client-of-the-organisation", organisationId));

    public HttpClient OrganisationClient(OrganisationChanged organisation) => OrganisationClient(organisation.OrganisationId);

    /// <summary>An organisation with a unique name, which Intake doesn't know yet.</summary>
    public static OrganisationChanged NewOrganisation() => Some.Organisation(name: $"Gemeente {Guid.NewGuid():N}");

    /// <summary>An organisation with a unique name, which Intake knows.</summary>
    public async Task<OrganisationChanged> OrganisationAsync(bool active = true)
    {
        var organisation = NewOrganisation() with { Active = active };
        await HandledAsync(organisation);
        return organisation;
    }

    /// <summary>Waits for a notification of the contacts of an organisation whose subject begins with a text.</summary>
    public Task<EmployerNotified> EmployerNotifiedAsync(Guid organisationId, string subject = "") =>
        Events.PublishedAsync<EmployerNotified>(e => e.OrganisationId == organisationId && e.Subject.StartsWith(subject, StringComparison.Ordinal));

    /// <summary>The notifications of the contacts of an organisation so far.</summary>
    public IEnumerable<EmployerNotified> EmployerNotifications(Guid organisationId) =>
        Events.Seen.OfType<EmployerNotified>().Where(e => e.OrganisationId == organisationId);

    /// <summary>Does something in the database, in a scope of its own.</summary>
    internal Task<TResult> InDatabase<TResult>(Func<IntakeDbContext, Task<TResult>> work) => InDatabase<IntakeDbContext, TResult>(work);

    internal Task<int> CountAsync<TEntity>(Expression<Func<TEntity, bool>> predicate)
        where TEntity : class => InDatabase(db => db.Set<TEntity>().CountAsync(predicate, TestContext.Current.CancellationToken));

    /// <summary>Changes stored data, where only the passage of time would do so.</summary>
    public Task<int> ExecuteAsync(FormattableString sql) => InDatabase(db => db.Database.ExecuteSqlAsync(sql, TestContext.Current.CancellationToken));

    /// <summary>Erases a person, as the consumer of <c>PersonErased</c> does.</summary>
    public async Task EraseAsync(Guid personId) => await InScope(async services =>
    {
        var db = services.GetRequiredService<IntakeDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await services.GetRequiredService<PersonErasure>().EraseAsync(personId, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return true;
    });

    /// <summary>Runs a job once.</summary>
    internal Task<int> RunAsync<TJob>()
        where TJob : class, IJob => InScope(services => services.GetRequiredService<TJob>().RunAsync(TestContext.Current.CancellationToken));
}

/// <summary>Intake with a broker that a test can make unavailable.</summary>
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

/// <summary>Intake with a mail server that refuses the addresses of one domain.</summary>
public sealed class IntakeWithMailServer : IntakeFixture
{
    private const string Domain = "onbekend.example";

    /// <summary>An address that the mail server refuses.</summary>
    public static string UnknownAddress() => $"{Guid.NewGuid():N}@{Domain}";

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<IMailer>(new Server());

    private sealed class Server : IMailer, IMailSession
    {
        public Task<IMailSession> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult<IMailSession>(this);

        public Task SendAsync(MailMessage message, CancellationToken cancellationToken) =>
            message.Recipient.EndsWith(Domain, StringComparison.Ordinal)
                ? throw new MailRefusedException("550 RecipientNotAccepted", isPermanent: true)
                : Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
