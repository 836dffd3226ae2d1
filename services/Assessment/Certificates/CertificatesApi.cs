using Metropool.Http;

namespace Metropool.Assessment.Certificates;

/// <summary>The certificate (R39, R40).</summary>
internal static class CertificatesApi
{
    public static IEndpointRouteBuilder MapCertificates(this IEndpointRouteBuilder api)
    {
        var ofFile = api.MapGroup("/assessments/{id:guid}/certificate").WithTags("Certificates").RequireAuthorization(Policies.Person);
        ofFile.MapPost("/", IssueCertificate.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("IssueCertificate").WithSummary("Issue the certificate")
            .WithDescription(
                """
                By the dean or the programme manager of the edition, and not for themselves. 409 assessment.requirements-missing names every missing
                requirement. The certificate is awarded on a later day than the final interview. If that day isn't known yet, it can be recorded later.
                """);

        ofFile.MapPut("/award", RecordCertificateAward.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("RecordCertificateAward").WithSummary("Record when the certificate is awarded")
            .WithDescription("By the dean or the programme manager of the edition: a later day than the final interview, and not before the day of issue.");

        ofFile.MapGet("/", GetCertificate.HandleAsync)
            .WithName("GetCertificate").WithSummary("Get the certificate")
            .WithDescription("The latest certificate with its verification code. For the participant, the dean and the programme manager.");

        var certificates = api.MapGroup("/certificates").WithTags("Certificates");
        certificates.MapGet("/{code}", VerifyCertificate.HandleAsync)
            .AllowAnonymous()
            .WithName("VerifyCertificate").WithSummary("Verify a certificate")
            .WithDescription("By anyone, with the code that is printed on it; hyphens and letter case don't matter. Says whether it is valid or was revoked.");

        certificates.MapPost("/{id:guid}/revocation", RevokeCertificate.HandleAsync)
            .RequireAuthorization(Policies.Staff)
            .WithName("RevokeCertificate").WithSummary("Revoke a certificate")
            .WithDescription("With a reason, by the dean or the programme manager of the edition. Another one can be issued afterwards.");
        return api;
    }
}
