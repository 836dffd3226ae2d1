using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Files;

/// <summary>What Assessment keeps of a participation. Scheduling owns it. Who employs the participant is not kept: nothing here is for an employer (R46).</summary>
internal sealed class Participation
{
    public required Guid FileId { get; init; }

    public long Version { get; private set; }

    public Guid PersonId { get; private set; }

    public string DisplayName { get; private set; } = "";

    /// <summary>The name for the certificate.</summary>
    public string CertificateName { get; private set; } = "";

    /// <summary>The edition that the participation is in now.</summary>
    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <returns>False when a newer one is known.</returns>
    public bool Apply(ParticipationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, PersonId, DisplayName, CertificateName, EditionId, Status) =
            (state.Version, state.PersonId, state.DisplayName, state.CertificateName, state.EditionId, state.Status);
        return true;
    }
}
