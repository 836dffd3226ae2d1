using Metropool.Http;

namespace Metropool.Internship.Internships;

/// <summary>Internship files as a whole.</summary>
internal static class InternshipsApi
{
    public const string Path = "/internships";

    public static IEndpointRouteBuilder MapInternships(this IEndpointRouteBuilder routes)
    {
        var internships = routes.MapGroup(Path).WithTags("Internships");

        internships.MapGet("/", ListInternships.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("ListInternships").WithSummary("The internships of an edition")
            .WithDescription("Where every participant of an edition stands, for the education team of that edition. Nothing that a participant wrote is in it.");

        internships.MapGet("/mine", ListMyInternships.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .AnswersWholeList("One for each of the caller's participations.").WithName("ListMyInternships").WithSummary("Your internships")
            .WithDescription("One for each of your participations; usually there is one.");

        internships.MapGet("/{id:guid}", GetInternship.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("GetInternship").WithSummary("An internship")
            .WithDescription(
                """
                For its participant and the education team of its edition. Motivation, learning goals, research question, employment history and
                the dean's reasons are there for the participant, the dean and the programme manager; for others they are null (R46).
                """);

        internships.MapPut("/{id:guid}/employment-history", StateEmploymentHistory.HandleAsync)
            .RequireAuthorization(Policies.Person)
            .WithName("StateEmploymentHistory").WithSummary("State for whom you worked")
            .WithDescription(
                """
                By the participant. Replaces the list of organisations that you worked for, beside the employers that your participation knows.
                An empty list states that there are none. Without a statement there is no approval: an internship is at an organisation unknown to you (R26).
                """);

        internships.MapPost("/{id:guid}/presentation", RecordPresentation.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("RecordPresentation").WithSummary("Record that the participant presented")
            .WithDescription(
                """
                By the programme manager or the dean: at the internship meeting, or at another moment if need be (R32). Recording again corrects it.
                Presenting is no condition of a completed internship; it is one of the certificate.
                """);

        return routes;
    }
}
