namespace Metropool.Assessment.Requirements;

/// <summary>A requirement of the certificate (R39): a row of "Waar sta ik?".</summary>
/// <param name="Code">Permanent: see <see cref="RequirementCodes"/>.</param>
/// <param name="Label">The label, in Dutch.</param>
internal sealed record Requirement(string Code, string Label)
{
    /// <summary>Since when it is met, UTC; null until then.</summary>
    public DateTimeOffset? Since { get; private init; }

    /// <summary>The next step of the participant, in Dutch; null once it is met.</summary>
    public string? ToDo { get; private init; }

    /// <summary>What is missing, in English; null once it is met.</summary>
    public string? Missing { get; private init; }

    public bool Met => Missing is null;

    public Requirement MetSince(DateTimeOffset since) => this with { Since = since };

    public Requirement NotMet(string missing, string toDo) => this with { Missing = missing, ToDo = toDo };
}

/// <summary>The codes of the requirements.</summary>
internal static class RequirementCodes
{
    public const string ModuleOne = "module-1-attended";
    public const string Attendance = "attendance-met";
    public const string FirstDevelopmentInterview = "development-interview-1";
    public const string SecondDevelopmentInterview = "development-interview-2";
    public const string Internship = "internship-completed";
    public const string InternshipReport = "internship-report-submitted";
    public const string InternshipPresented = "internship-presented";
    public const string Php = "php-submitted";
    public const string FinalInterview = "final-interview-held";

    public static string Chapter(int moduleNumber) => $"chapter-{moduleNumber}";
}
