using Metropool.Http;

namespace Metropool.Intake.Applications;

/// <summary>The name of a candidate. All of it may be missing in a draft.</summary>
internal sealed record CandidateName
{
    public string? CallName { get; init; }

    public string? Prefix { get; init; }

    public string? Surname { get; init; }

    public string? TitlesBefore { get; init; }

    public string? TitlesAfter { get; init; }

    /// <summary>The name for the certificate.</summary>
    public string? CertificateName { get; init; }

    /// <summary>Call name, prefix and surname.</summary>
    public string DisplayName => string.Join(' ', new[] { CallName, Prefix, Surname }.Where(word => word is not null));

    /// <summary>The missing properties that an application needs.</summary>
    /// <param name="path">The path of the name in the request, with a dot at its end.</param>
    public IEnumerable<Fault> Missing(string path = "") => Faults.Missing(
        ($"{path}callName", CallName is null, "The call name is missing."),
        ($"{path}surname", Surname is null, "The surname is missing."),
        ($"{path}certificateName", CertificateName is null, "The name for the certificate is missing."));
}

internal static class Faults
{
    public static IEnumerable<Fault> Missing(params (string Where, bool IsMissing, string Detail)[] items) =>
        items.Where(item => item.IsMissing).Select(item => new Fault(item.Where, "intake.missing", item.Detail));
}
