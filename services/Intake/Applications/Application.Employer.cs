using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Organisations;

namespace Metropool.Intake.Applications;

/// <summary>Connects an employer that is known by name only to the organisation that has an account here.</summary>
internal sealed partial class Application
{
    /// <summary>The name of the last employer, where it is known by name only; else null.</summary>
    public string? TypedEmployer => Employers is [.., { OrganisationId: null, Name: { } name }] ? name : null;

    /// <summary>Connects the last employer, and what it was asked, to its organisation. It sees nothing before the candidate asks for its agreement (R46).</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="by">Who connects them.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> ConnectEmployer(Organisation organisation, Actor by, DateTimeOffset now)
    {
        if (Closed.Contains(Status))
        {
            return Refusals.AlreadyClosed;
        }

        if (TypedEmployer is not { } typed)
        {
            return Refusals.EmployerConnected;
        }

        (Employers[^1].OrganisationId, Employers[^1].Name) = (organisation.Id, organisation.Name);
        foreach (var agreement in _agreements.Where(agreement => agreement.OrganisationId is null && agreement.EmployerName == typed))
        {
            agreement.Connect(organisation);
        }

        NoteEmployers();
        Changed(now);
        Record(HistoryKind.EmployerConnected, by);
        return State<ApplicationChanged>();
    }
}
