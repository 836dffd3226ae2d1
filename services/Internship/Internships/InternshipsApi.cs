using Metropool.Http;

namespace Metropool.Internship.Internships;

/// <summary>The internship files.</summary>
internal static class InternshipsApi
{
    public const string Path = "/internships";

    public static IEndpointRouteBuilder MapInternships(this IEndpointRouteBuilder routes)
    {
        var internships = routes.MapGroup(Path).WithTags("Internships");

        internships.MapGet("/", ListInternships.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ListInternships").WithSummary("List the internships of an edition")
            .WithDescription("The status of every internship of an edition, for its education team. It contains no text that a participant wrote.");

        internships.MapGet("/mine", ListMyInternships.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .ReturnsUnpagedList("One for each of the caller's participations.").WithName("ListMyInternships").WithSummary("List my internships")
            .WithDescription("One for each of your participations; usually there is one.");

        internships.MapGet("/{id:guid}", GetInternship.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("GetInternship").WithSummary("Get an internship")
            .WithDescription(
                """
                For the participant and the education team of the edition. Motivation, learning goals, research question, employment history and
                the dean's reasons are null unless the caller is the participant, the dean or the programme manager (R46).
                """);

        internships.MapPut("/{id:guid}/employment-history", StateEmploymentHistory.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("StateEmploymentHistory").WithSummary("State my employment history")
            .WithDescription(
                """
                By the participant. Replaces the list of former employers, other than the employers in the participation. An empty list states that there
                are none. The statement is needed for approval, because the host organisation may not be a current or former employer (R26).
                """);

        internships.MapPost("/{id:guid}/presentation", RecordPresentation.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("RecordPresentation").WithSummary("Record the presentation")
            .WithDescription(
                """
                By the programme manager or the dean: at the internship meeting, or elsewhere if necessary (R32). Another request replaces it.
                The certificate requires the presentation; the completion of the internship doesn't.
                """);

        return routes;
    }
}
