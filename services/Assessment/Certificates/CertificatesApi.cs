using Metropool.Http;

namespace Metropool.Assessment.Certificates;

/// <summary>The certificate (R39, R40).</summary>
internal static class CertificatesApi
{
    public static IEndpointRouteBuilder MapCertificates(this IEndpointRouteBuilder api)
    {
        var ofFile = api.MapGroup("/assessments/{id:guid}/certificate").WithTags("Certificates").RequireAuthorization(Policies.Person);
        ofFile.MapPost("/", IssueCertificate.HandleAsync).WithName("IssueCertificate").RequireAuthorization(Policies.Staff)
            .WithSummary("Issue the certificate")
            .WithDescription("By the dean or the programme manager of the edition, and never about oneself. 409 assessment.requirements-missing names every item that is missing; nothing else stands in its way. It is handed out on a later day than the final interview; where that day isn't known it is noted later.");
        ofFile.MapPut("/hand-out", HandOutCertificate.HandleAsync).WithName("HandOutCertificate").RequireAuthorization(Policies.Staff)
            .WithSummary("Note when the certificate is handed out")
            .WithDescription("By the dean or the programme manager of the edition: on a later day than the final interview, and not before the issue.");
        ofFile.MapGet("/", GetCertificate.HandleAsync).WithName("GetCertificate")
            .WithSummary("The certificate")
            .WithDescription("The latest one with its verification code, for the participant, the dean and the programme manager.");

        var certificates = api.MapGroup("/certificates").WithTags("Certificates");
        certificates.MapGet("/{code}", VerifyCertificate.HandleAsync).WithName("VerifyCertificate").AllowAnonymous()
            .WithSummary("Verify a certificate")
            .WithDescription("By anyone who holds it, with the code that is printed on it; hyphens and letter case don't matter. Says whether it is valid or was revoked.");
        certificates.MapPost("/{id:guid}/revocation", RevokeCertificate.HandleAsync).WithName("RevokeCertificate").RequireAuthorization(Policies.Staff)
            .WithSummary("Revoke a certificate")
            .WithDescription("With a reason, by the dean or the programme manager of the edition. Another one can be issued afterwards.");
        return api;
    }
}
