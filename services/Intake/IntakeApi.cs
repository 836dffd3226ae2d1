using Metropool.Http;

namespace Metropool.Intake;

internal static class IntakeApi
{
    /// <summary>The API. Its name is also the name of the database and the audience of the tokens.</summary>
    public static ApiDescription Description { get; } = new(
        "intake",
        "Metropool Intake",
        "1.0.0",
        "From an application to a place in an edition: the application, the intake interview that was held, its judgement, the decision, and the terms of an "
            + "edition.");
}
