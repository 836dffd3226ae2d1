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
}
