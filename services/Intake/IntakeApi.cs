using Metropool.Http;

namespace Metropool.Intake;

internal static class IntakeApi
{
    /// <summary>What this API is called; the name is also the name of its database and the audience of its tokens.</summary>
    public static ApiDescription Description { get; } = new(
        "intake",
        "Metropool Intake",
        "1.0.0",
        "From an application to a place in an edition: the application, the intake interview that was held, its judgement, the decision, and the terms of an edition.");
}
