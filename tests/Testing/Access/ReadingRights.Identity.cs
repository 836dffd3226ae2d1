namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private const string Administrator = "an administrator, never for themselves";
    private const string OwnOrganisation = "R46_An_administrator_gives_no_access_to_the_organisation_that_they_speak_for";
    private const string EmployerData = "what the organisation sees of its own people";

    private static IReadOnlyList<ReadingRight> Identity { get; } =
    [
        new(
            "AppointStaff", "the editions and their teams; what is written only by a role that a dean or programme manager gives", "the person appointed or invited",
            Administrator, "R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it"),
        new(
            "RenewInvitation", "the editions and their teams, or what an organisation sees of its own people", "the person invited",
            Administrator, "R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it"),
        new("AppointContact", EmployerData, "the person appointed or invited", Administrator, "Nobody_appoints_or_dismisses_themselves"),
        new("RegisterClient", EmployerData, "the holder of the client's key", "an administrator; the contacts of the organisation are notified", OwnOrganisation),
        new("AddClientKey", EmployerData, "the holder of the key", "an administrator; the contacts of the organisation are notified", OwnOrganisation),
        new("ActivateClient", EmployerData, "the holder of the client's key, again", "an administrator; the contacts of the organisation are notified", OwnOrganisation),
        new("ChangeOrganisation", "what the organisation sees of the people whose employer was typed by its new name", "its contacts and clients", Administrator, OwnOrganisation),
        new("ActivateOrganisation", EmployerData, "its contacts and clients, again", Administrator, OwnOrganisation),
        new("UnlockAccount", "what the account reads, again", "the owner of the account", Administrator, "An_administrator_opens_the_account_of_another_and_never_their_own"),
        new("UnblockAccount", "what the account reads, again", "the owner of the account", Administrator, "Nobody_does_it_to_their_own_account_nor_without_a_reason"),
        new("RemoveSecondFactors", "what the account reads, again", "the owner of the account, with their password", Administrator, "Nobody_does_it_to_their_own_account_nor_without_a_reason"),
        new(
            "MakePeople", "what their roles open, in development only", "the caller, who gets their passwords",
            "an administrator, in development only", "People_of_a_demonstration_get_no_administrators_rights_and_no_unknown_organisation"),
        .. Nothing("SearchDirectory"),
        .. Nothing("GetMe", "GetProgrammeTime", "LookUpAccount", "SignOutAccount", "BlockAccount", "ListAccountMeasures", "EraseAccount"),
        .. Nothing("ListStaff", "GetStaffMember", "DismissStaff", "ListAppointments", "ListInvitations", "GetInvitation", "WithdrawInvitation"),
        .. Nothing("ListOrganisations", "RegisterOrganisation", "GetOrganisation", "DeactivateOrganisation"),
        .. Nothing("ListContacts", "GetContact", "DismissContact", "ListClients", "GetClient", "RetireClientKey", "DeactivateClient"),
        .. Nothing("ListParkedMails", "ReleaseMails", "ReleaseMail", "DiscardMail"),
        // Pages, and the endpoints of OpenID Connect: what a person does with their own account.
        new("/invitation", "what the invitation is to", "the owner of the account with the address", Administrator, "R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it"),
        .. Nothing("/account", "/account/authenticator", "/account/authenticator/removal", "/account/data", "/account/email", "/account/email/confirm"),
        .. Nothing("/account/erasure", "/account/name", "/account/passkeys", "/account/passkeys/removal", "/account/password", "/account/providers/removal"),
        .. Nothing("/account/recovery-codes", "/account/sessions/end", "/account/sessions/end-all"),
        .. Nothing("/register", "/register/confirm", "/register/resend", "/password/forgot", "/password/reset"),
        .. Nothing("/sign-in", "/sign-in/again", "/sign-in/passkey", "/sign-in/second-factor", "/passkeys.js"),
        .. Nothing("/connect/authorize", "/connect/logout", "/connect/token", "/connect/userinfo"),
    ];
}
