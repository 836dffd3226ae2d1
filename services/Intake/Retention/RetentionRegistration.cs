using Metropool.Intake.Erasure;
using Metropool.Jobs;
using Metropool.Messaging;

namespace Metropool.Intake.Retention;

internal static class RetentionRegistration
{
    /// <summary>Adds the erasure of people, and the jobs that delete data after its retention period.</summary>
    public static void AddRetention(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IntakeSettings>().Retention);
        services.AddScoped<ApplicationRemoval>().AddScoped<PersonErasure>();
        // Not a programme-time job: moving the clock by months in Development would at once remove the rejected and withdrawn applications of a demo.
        services.AddJob<RetentionJob>(provider => provider.GetRequiredService<RetentionSettings>().Interval);
        services.AddJob<ExpiredDataCleanupJob>(ExpiredDataCleanupJob.Interval);
        services.AddFailedMessageErasure<IntakeDbContext>(db => db.ErasedPeople.Select(erased => erased.PersonId));
    }
}
