namespace Metropool.Testing.Access;

public static partial class ReadingRights
{
    private const string Administrator = "an administrator, never for themselves";
    private const string OwnOrganisation = "R46_An_administrator_gives_no_access_to_their_own_organisation";
    private const string EmployerData = "what the organisation sees of its own people";

    private static IReadOnlyList<ReadingRight> Identity { get; } =
    [
        new(
            "AppointStaff", "the editions and their teams; what is written only by a role that a dean or programme manager gives",
            "the person appointed or invited",
            Administrator, "R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it"),
        new(
            "RenewInvitation", "the editions and their teams, or what an organisation sees of its own people", "the person invited",
            Administrator, "R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it"),
        new("AppointContact", EmployerData, "the person appointed or invited", Administrator, "An_administrator_cannot_appoint_or_dismiss_themselves"),
        new(
            "RegisterClient", EmployerData, "the holder of the client's key",
            "an administrator; the contacts of the organisation are notified", OwnOrganisation),
        new("AddClientKey", EmployerData, "the holder of the key", "an administrator; the contacts of the organisation are notified", OwnOrganisation),
        new(
            "ActivateClient", EmployerData, "the holder of the client's key, again",
            "an administrator; the contacts of the organisation are notified", OwnOrganisation),
        new(
            "ChangeOrganisation", "what the organisation sees of the people whose employer was typed by its new name", "its contacts and clients",
            Administrator, OwnOrganisation),
        new("ActivateOrganisation", EmployerData, "its contacts and clients, again", Administrator, OwnOrganisation),
        new(
            "UnlockAccount", "what the account reads, again", "the owner of the account",
            Administrator, "An_administrator_unlocks_the_account_of_another_and_never_their_own"),
        new(
            "UnblockAccount", "what the account reads, again", "the owner of the account",
            Administrator, "An_action_on_an_account_needs_a_reason_and_another_administrator"),
        new(
            "RemoveSecondFactors", "what the account reads, again", "the owner of the account, with their password",
            Administrator, "An_action_on_an_account_needs_a_reason_and_another_administrator"),
        new(
            "CreateDemoAccounts", "what their roles open, in development only", "the caller, who gets their passwords",
            "an administrator, in development only", "Demo_people_cannot_be_administrators_or_contacts_of_an_unknown_organisation"),
        .. NoRight("SearchDirectory"),
        .. NoRight("GetMe", "GetProgrammeTime", "LookUpAccount", "SignOutAccount", "BlockAccount", "ListAccountActions", "EraseAccount"),
        .. NoRight("ListStaff", "GetStaffMember", "DismissStaff", "ListAppointments", "ListInvitations", "GetInvitation", "WithdrawInvitation"),
        .. NoRight("ListOrganisations", "RegisterOrganisation", "GetOrganisation", "DeactivateOrganisation"),
        .. NoRight("ListContacts", "GetContact", "DismissContact", "ListClients", "GetClient", "RetireClientKey", "DeactivateClient"),
        .. NoRight("ListParkedMails", "ReleaseMails", "ReleaseMail", "DiscardMail"),
        // Pages and the endpoints of OpenID Connect, with which persons manage their own accounts.
        new(
            "/invitation", "what the invitation is to", "the owner of the account with the address",
            Administrator, "R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it"),
        .. NoRight("/account", "/account/authenticator", "/account/authenticator/removal", "/account/data", "/account/email", "/account/email/confirm"),
        .. NoRight("/account/erasure", "/account/name", "/account/passkeys", "/account/passkeys/removal", "/account/password", "/account/providers/removal"),
        .. NoRight("/account/recovery-codes", "/account/sessions/end", "/account/sessions/end-all"),
        .. NoRight("/register", "/register/confirm", "/register/resend", "/password/forgot", "/password/reset"),
        .. NoRight("/sign-in", "/sign-in/again", "/sign-in/passkey", "/sign-in/second-factor", "/passkeys.js"),
        .. NoRight("/connect/authorize", "/connect/logout", "/connect/token", "/connect/userinfo"),
    ];
}
