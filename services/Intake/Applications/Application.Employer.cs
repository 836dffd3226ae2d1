using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Organisations;

namespace Metropool.Intake.Applications;

/// <summary>Connects an employer that is known by name only to the organisation that has an account here.</summary>
internal sealed partial class Application
{
    /// <summary>The employers of a day and after it that are known by name only, by first day.</summary>
    public IEnumerable<Employment> TypedEmployers(DateOnly today) =>
        Employers.Where(employer => employer is { OrganisationId: null, NameKey: not null } && (employer.Until is null || employer.Until >= today));

    /// <summary>Connects an employer, and what it was asked, to its organisation. It sees nothing before the candidate asks for its agreement (R46).</summary>
    /// <param name="employer">The employer, which is known by name only; null where there is none.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="by">Who connects them.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> ConnectEmployer(Employment? employer, Organisation organisation, Actor by, DateTimeOffset now)
    {
        if (Closed.Contains(Status))
        {
            return Refusals.AlreadyClosed;
        }

        if (employer is null)
        {
            return Refusals.EmployerConnected;
        }

        var typed = employer.Name;
        (employer.OrganisationId, employer.Name) = (organisation.Id, organisation.Name);
        foreach (var agreement in _agreements.Where(agreement => agreement.OrganisationId is null && agreement.EmployerName == typed))
        {
            agreement.Connect(organisation);
            if (agreement.IsGranted && Status is ApplicationStatus.Submitted or ApplicationStatus.Interviewed or ApplicationStatus.WaitListed)
            {
                // Granted through a mailed link. Before an admission rests on it, the organisation itself is asked.
                agreement.Withdraw(now);
            }
        }

        NoteEmployers();
        Changed(now);
        Record(HistoryKind.EmployerConnected, by);
        return State<ApplicationChanged>();
    }
}
