using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Successions;

/// <summary>
/// A place that is held for the employer of a candidate who withdrew from it, until the employer nominated a successor and that successor is decided on. No
/// other candidate can have the place meanwhile (R15). The successor is interviewed and judged like every candidate (R10).
/// </summary>
internal sealed class Succession
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The application of the candidate who withdrew; null after it was removed.</summary>
    public Guid? WithdrawnApplicationId { get; init; }

    /// <summary>The employer, if it has an account.</summary>
    public Guid? OrganisationId { get; init; }

    public required string EmployerName { get; init; }

    /// <summary>
    /// The address that its link is mailed to, if the employer was asked for its agreement by mail; null when the place isn't held any longer.
    /// </summary>
    public string? ContactEmail { get; private set; }

    /// <summary>All times of this type are programme time.</summary>
    public required DateTimeOffset HeldAt { get; init; }

    /// <summary>Until when a successor can be nominated: the end of a day in Europe/Amsterdam.</summary>
    public required DateTimeOffset NominateUntil { get; init; }

    /// <summary>Whether the mail server refuses mail for that address.</summary>
    public bool Undeliverable { get; private set; }

    public SuccessionState State { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public bool IsHeld => State == SuccessionState.Held;

    /// <summary>Holds a place, if the edition lets employers nominate a successor.</summary>
    /// <param name="agreement">The granted agreement of the candidate who withdrew.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms.</param>
    /// <param name="days">The number of days in which the employer can nominate.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>Null if the place goes to the waiting list.</returns>
    public static Succession? Start(EmployerAgreement agreement, Edition edition, EditionTerms terms, int days, DateTimeOffset now)
    {
        var today = ProgrammeClock.DayOf(now);
        if (!edition.AcceptsApplications(today) || terms.SuccessorsUntil is not { } last || last < today)
        {
            return null;
        }

        var day = today.AddDays(days);
        return new Succession
        {
            Id = Guid.CreateVersion7(now),
            EditionId = edition.Id,
            WithdrawnApplicationId = agreement.ApplicationId,
            OrganisationId = agreement.OrganisationId,
            EmployerName = agreement.EmployerName,
            // An employer with an account nominates with it, and not through a mailed link.
            ContactEmail = agreement.OrganisationId is null ? agreement.ContactEmail : null,
            HeldAt = now,
            NominateUntil = PlaceOffer.EndOf(day < last ? day : last),
        };
    }

    /// <summary>Ends it. Its final state never changes.</summary>
    public void Close(SuccessionState state, DateTimeOffset now) => (State, ClosedAt, ContactEmail) = (state, now, null);
}

/// <summary>The states of a held place.</summary>
internal enum SuccessionState
{
    /// <summary>It waits for a successor: for the nomination, or for the decision.</summary>
    Held,

    /// <summary>The successor was admitted.</summary>
    Filled,

    /// <summary>It went to the waiting list.</summary>
    Released,
}

internal sealed class SuccessionConfiguration : IEntityTypeConfiguration<Succession>
{
    public void Configure(EntityTypeBuilder<Succession> succession)
    {
        succession.ToTable("successions");
        succession.Property(s => s.Id).ValueGeneratedNever();
        succession.Property(s => s.EmployerName).HasMaxLength(Limits.Line);
        succession.Property(s => s.ContactEmail).HasMaxLength(EmailAddresses.MaxLength);
        succession.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
        succession.HasOne<Application>().WithMany().HasForeignKey(s => s.WithdrawnApplicationId).OnDelete(DeleteBehavior.SetNull);
        succession.HasIndex(s => new { s.OrganisationId, s.Id });
        succession.HasIndex(s => s.NominateUntil).HasFilter($"state = '{SuccessionState.Held}'");
    }
}
