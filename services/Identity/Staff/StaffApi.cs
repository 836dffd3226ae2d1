using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;

namespace Metropool.Identity.Staff;

/// <summary>Who works for the programme.</summary>
internal static class StaffApi
{
    public static IEndpointRouteBuilder MapStaff(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/staff").WithTags("Staff");
        staff.MapGet("", ListStaff.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("ListStaff").WithSummary("List staff").WithDescription("Everybody who works for the programme or administers it, by id.");
        staff.MapPost("", AppointStaff.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("AppointStaff").WithSummary("Appoint somebody")
            .WithDescription("As staff or administrator, by e-mail address. Who has an account is appointed at once; who has none is invited by mail. Which part they hold in an edition is said in Scheduling. Nobody appoints themselves.");
        staff.MapGet("/{personId:guid}", ListStaff.GetAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("GetStaffMember").WithSummary("Get somebody of staff").WithDescription("Somebody who works for the programme or administers it.");
        staff.MapPost("/{personId:guid}/dismissal", DismissStaff.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("DismissStaff").WithSummary("Dismiss somebody")
            .WithDescription("They are signed out everywhere; access tokens that they have end within 15 minutes. Nobody dismisses themselves, and the last administrator stays.");
        staff.MapGet("/{personId:guid}/appointments", ListAppointments.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ListAppointments").WithSummary("List somebody's appointments").WithDescription("What they were appointed as and dismissed from, when and by whom; newest first. Nothing in it is ever changed.");
        staff.MapGet("/invitations", StaffInvitations.ListAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ListInvitations").WithSummary("List invitations").WithDescription("Invitations that are open, of staff and of contacts; newest first, with the addresses that they were mailed to.");
        staff.MapGet("/invitations/{invitationId:guid}", StaffInvitations.GetAsync).RequireAuthorization(Policies.Administrator)
            .WithName("GetInvitation").WithSummary("Get an invitation").WithDescription("One that nobody took and nobody withdrew.");
        staff.MapPost("/invitations/{invitationId:guid}/renewal", StaffInvitations.RenewAsync).RequireAuthorization(Policies.Administrator)
            .WithName("RenewInvitation").WithSummary("Send an invitation again")
            .WithDescription("Another takes its place, with a link that works for a week; the earlier one no longer does. Who has made an account meanwhile is appointed at once.");
        staff.MapDelete("/invitations/{invitationId:guid}", StaffInvitations.WithdrawAsync).RequireAuthorization(Policies.Administrator)
            .WithName("WithdrawInvitation").WithSummary("Withdraw an invitation").WithDescription("The link in its mail no longer works.");
        return routes;
    }
}

/// <summary>What the programme appoints people as.</summary>
internal enum StaffRole
{
    /// <summary>Works for the programme.</summary>
    Staff,

    /// <summary>Administers accounts and organisations.</summary>
    Administrator,
}

/// <summary>Somebody to appoint.</summary>
/// <param name="Email">The address that they have, or will have, an account with.</param>
/// <param name="Role">As what.</param>
internal sealed record NewStaffMember([Required, EmailAddress, StringLength(EmailAddresses.Longest)] string Email, StaffRole Role);

/// <summary>Why somebody is dismissed, and from what.</summary>
/// <param name="Role">From what.</param>
/// <param name="Reason">For the history; without personal data.</param>
internal sealed record Dismissal(StaffRole Role, [StringLength(500)] string? Reason);

/// <summary>Somebody who works for the programme.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Roles">staff, administrator, or both.</param>
internal sealed record StaffMember(Guid PersonId, string DisplayName, IReadOnlyList<string> Roles);

/// <summary>A change in what somebody is.</summary>
/// <param name="Role">staff, administrator or employer-contact.</param>
/// <param name="OrganisationId">For employer-contact: of which organisation.</param>
/// <param name="Given">True: appointed; false: dismissed.</param>
/// <param name="At">When; system time, UTC.</param>
/// <param name="By">By whom; absent where the configuration did, and zeros where they were erased.</param>
/// <param name="Reason">Why, where somebody said so.</param>
internal sealed record AppointmentView(string Role, Guid? OrganisationId, bool Given, DateTimeOffset At, Guid? By, string? Reason);

/// <summary>An open invitation.</summary>
/// <param name="InvitationId">Its id.</param>
/// <param name="Email">The address that it was mailed to.</param>
/// <param name="Role">staff, administrator or employer-contact.</param>
/// <param name="OrganisationId">For employer-contact: of which organisation.</param>
/// <param name="InvitedAt">When it was mailed; system time, UTC.</param>
/// <param name="ExpiresAt">When the link ends, UTC.</param>
/// <param name="InvitedBy">By whom; absent where the configuration did, and zeros where they were erased.</param>
internal sealed record InvitationView(Guid InvitationId, string Email, string Role, Guid? OrganisationId, DateTimeOffset InvitedAt, DateTimeOffset ExpiresAt, Guid? InvitedBy)
{
    public static InvitationView Of(Invitation invitation) =>
        new(invitation.InvitationId, invitation.Email, invitation.Role, invitation.OrganisationId, invitation.InvitedAt, invitation.ExpiresAt, invitation.InvitedBy);
}

internal static class StaffRoles
{
    public static string Name(this StaffRole role) => role == StaffRole.Administrator ? Roles.Administrator : Roles.Staff;
}
