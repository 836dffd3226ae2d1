using Metropool.Http;

namespace Metropool.Internship;

/// <summary>The name and the description of this API.</summary>
internal static class InternshipApi
{
    public static ApiDescription Description { get; } = new(
        "internship",
        "Metropool Internship",
        "1.0.0",
        """
        The internship of module 5: placements and their approval by the dean, hours, the report and its presentation.
        Every participation has one internship file. The members of an edition's education team are known from Scheduling; deputies count.
        """);
}
