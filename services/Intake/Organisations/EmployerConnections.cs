using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

/// <summary>Connects employers that candidates typed by name to organisations.</summary>
internal static class EmployerConnections
{
    /// <summary>The active organisation with this name, whatever its case, width, composition and spaces; null where there is none.</summary>
    public static async Task<Organisation?> OrganisationNamedAsync(this IntakeDbContext db, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            return null;
        }

        // Names are unique in Identity. While a name moves from one organisation to another, both can have it here for a moment: then neither is meant.
        var key = TextPolicy.ComparisonKey(name);
        var named = await db.Organisations.AsNoTracking().Where(organisation => organisation.NameKey == key && organisation.Active)
            .OrderBy(organisation => organisation.Id).Take(2).ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }

    /// <summary>Connects the employer of an application, where its typed name is that of an organisation.</summary>
    /// <returns>The new state; null where nothing was connected.</returns>
    public static async Task<ApplicationChanged?> ConnectByNameAsync(
        this IntakeDbContext db, Application application, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.OrganisationNamedAsync(application.TypedEmployer, cancellationToken) is { } organisation
            && !(await db.ConnectAsync(application, organisation, Actor.Calendar, now, cancellationToken)).IsRefused(out _, out var changed)
            ? changed
            : null;

    /// <summary>Connects the employer of an application, and the nominations by it, to an organisation.</summary>
    public static async Task<Outcome<ApplicationChanged>> ConnectAsync(
        this IntakeDbContext db, Application application, Organisation organisation, Actor by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var typed = application.TypedEmployer;
        if (application.ConnectEmployer(organisation, by, now).IsRefused(out var refusal, out var changed))
        {
            return refusal;
        }

        var key = TextPolicy.ComparisonKey(typed!);
        var nominations = await db.Nominations.Where(n => n.ApplicationId == application.Id && n.OrganisationId == null).ToListAsync(cancellationToken);
        foreach (var nomination in nominations.Where(nomination => TextPolicy.ComparisonKey(nomination.EmployerName) == key))
        {
            nomination.Connect(organisation);
        }

        return changed;
    }
}
