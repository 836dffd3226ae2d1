using Metropool.Intake.Erasure;
using Metropool.Intake.Passes;
using Metropool.Messaging;

namespace Metropool.Intake.Retention;

internal static class RetentionRegistration
{
    /// <summary>Adds what forgets: people who were erased, and what is kept no longer.</summary>
    public static void AddRetention(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => services.GetRequiredService<IntakeSettings>().Retention);
        builder.Services.AddScoped<Removals>();
        builder.Services.AddScoped<Erasures>();
        builder.AddPass<RetentionPass>(settings => settings.Retention.Interval);
        builder.Services.AddFailedMessageErasure<IntakeDbContext>(db => db.ErasedPeople.Select(erased => erased.PersonId));
    }
}
