using MassTransit;
using Metropool.Contracts;
using Metropool.Intake.Offers;
using Metropool.Intake.Tests;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(IntakeFixture))]

namespace Metropool.Intake.Tests;

/// <summary>Intake, at noon of the first intake day: <see cref="Some.Interview"/> is over. Programme time stands still, for all tests.</summary>
public sealed class IntakeFixture() : ServiceFixture<Program>("intake")
{
    public static DateTimeOffset Now { get; } = new(2025, 9, 12, 10, 0, 0, TimeSpan.Zero);

    public override ValueTask InitializeAsync()
    {
        Clock.SetUtcNow(Now);
        return base.InitializeAsync();
    }

    /// <summary>Changes what is stored, for what only time does.</summary>
    public Task<int> ExecuteAsync(FormattableString sql) => InDatabase<IntakeDbContext, int>(db => db.Database.ExecuteSqlAsync(sql, TestContext.Current.CancellationToken));

    /// <summary>One pass over what wasn't answered in time.</summary>
    public Task<int> OfferPassAsync() => InScope(services => services.GetRequiredService<OfferPass>().RunOnceAsync(TestContext.Current.CancellationToken));

    /// <summary>Publishes an event as another service would, and waits until all of Intake's consumers have handled it.</summary>
    public async Task HandledAsync(IIntegrationEvent published)
    {
        var messageId = Some.Id();
        var consumed = typeof(Program).Assembly.GetTypes().SelectMany(type => type.GetInterfaces())
            .Count(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>) && published.GetType().IsAssignableTo(type.GenericTypeArguments[0]));
        Assert.NotEqual(0, consumed);
        await Application.Services.GetRequiredService<IBus>().Publish(published, published.GetType(), context => context.MessageId = messageId);
        await Eventually.TrueAsync(
            () => InDatabase<IntakeDbContext, bool>(async db =>
                await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM inbox_message WHERE message_id = {messageId}").SingleAsync() == consumed),
            $"{published.GetType().Name} was handled");
    }
}
