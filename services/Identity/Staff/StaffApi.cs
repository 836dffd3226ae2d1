using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;

namespace Metropool.Identity.Staff;

/// <summary>Staff, administrators and invitations.</summary>
internal static class StaffApi
{
    public static IEndpointRouteBuilder MapStaff(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/staff").WithTags("Staff");
        staff.MapGet("", ListStaff.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("ListStaff").WithSummary("List staff").WithDescription("Staff and administrators, by id.");
        staff.MapPost("", AppointStaff.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("AppointStaff").WithSummary("Appoint staff or an administrator")
            .WithDescription(
                "By e-mail address. A person with an account is appointed at once; an address without an account is invited by mail. Roles in an edition are "
                + "given in Scheduling. Administrators can't appoint themselves.");
        staff.MapGet("/{personId:guid}", ListStaff.GetAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("GetStaffMember").WithSummary("Get a staff member").WithDescription("A staff member or administrator.");
        staff.MapPost("/{personId:guid}/dismissal", DismissStaff.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("DismissStaff").WithSummary("Dismiss a staff member")
            .WithDescription(
                "All sessions of the person end; access tokens end within 15 minutes. Administrators can't dismiss themselves, and the last administrator "
                + "can't be dismissed.");
        staff.MapGet("/{personId:guid}/appointments", ListAppointments.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ListAppointments").WithSummary("List the appointments of a person")
            .WithDescription("Appointments and dismissals, with time and administrator; newest first. They never change.");
        staff.MapGet("/invitations", StaffInvitations.ListAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ListInvitations").WithSummary("List invitations")
            .WithDescription("Open invitations of staff and of contacts, with their e-mail addresses; newest first.");
        staff.MapGet("/invitations/{invitationId:guid}", StaffInvitations.GetAsync).RequireAuthorization(Policies.Administrator)
            .WithName("GetInvitation").WithSummary("Get an invitation").WithDescription("An invitation that was neither accepted nor withdrawn.");
        staff.MapPost("/invitations/{invitationId:guid}/renewal", StaffInvitations.RenewAsync).RequireAuthorization(Policies.Administrator)
            .WithName("RenewInvitation").WithSummary("Send an invitation again")
            .WithDescription(
                "Replaces the invitation by a new one, with a link that is valid for a week. A person who has made an account since is appointed at once.");
        staff.MapDelete("/invitations/{invitationId:guid}", StaffInvitations.WithdrawAsync).RequireAuthorization(Policies.Administrator)
            .WithName("WithdrawInvitation").WithSummary("Withdraw an invitation").WithDescription("The link in its mail no longer works.");
        return routes;
    }
}

/// <summary>The roles of staff.</summary>
internal enum StaffRole
{
    /// <summary>Works for the programme.</summary>
    Staff,

    /// <summary>Administers accounts and organisations.</summary>
    Administrator,
}

/// <summary>An appointment.</summary>
/// <param name="Email">The e-mail address of the person, with or without an account.</param>
/// <param name="Role">The role.</param>
internal sealed record AppointStaffRequest([Required, EmailAddress, StringLength(EmailAddresses.MaxLength)] string Email, StaffRole Role);

/// <summary>A dismissal.</summary>
/// <param name="Role">The role that ends.</param>
/// <param name="Reason">The reason, for the history; without personal data.</param>
internal sealed record DismissStaffRequest(StaffRole Role, [StringLength(500)] string? Reason);

/// <summary>A staff member or administrator.</summary>
/// <param name="PersonId">The id of the person in every service.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Roles">staff, administrator, or both.</param>
internal sealed record StaffMemberSummary(Guid PersonId, string DisplayName, IReadOnlyList<string> Roles);

/// <summary>An appointment or a dismissal.</summary>
/// <param name="Role">staff, administrator or employer-contact.</param>
/// <param name="OrganisationId">For employer-contact: the organisation.</param>
/// <param name="Given">True for an appointment, false for a dismissal.</param>
/// <param name="At">When; system time, UTC.</param>
/// <param name="By">The administrator; absent if the configuration appointed, and zeros if the administrator was erased.</param>
/// <param name="Reason">The reason, if one was given.</param>
internal sealed record AppointmentSummary(string Role, Guid? OrganisationId, bool Given, DateTimeOffset At, Guid? By, string? Reason);

/// <summary>An open invitation.</summary>
/// <param name="InvitationId">The id.</param>
/// <param name="Email">The address that it was mailed to.</param>
/// <param name="Role">staff, administrator or employer-contact.</param>
/// <param name="OrganisationId">For employer-contact: the organisation.</param>
/// <param name="InvitedAt">When it was mailed; system time, UTC.</param>
/// <param name="ExpiresAt">When the link expires, UTC.</param>
/// <param name="InvitedBy">The administrator; absent if the configuration invited, and zeros if the administrator was erased.</param>
internal sealed record InvitationSummary(
    Guid InvitationId, string Email, string Role, Guid? OrganisationId, DateTimeOffset InvitedAt, DateTimeOffset ExpiresAt, Guid? InvitedBy)
{
    public static InvitationSummary Of(Invitation invitation) => new(
        invitation.InvitationId,
        invitation.Email,
        invitation.Role,
        invitation.OrganisationId,
        invitation.InvitedAt,
        invitation.ExpiresAt,
        invitation.InvitedBy);
}

internal static class StaffRoles
{
    public static string Name(this StaffRole role) => role == StaffRole.Administrator ? Roles.Administrator : Roles.Staff;
}
