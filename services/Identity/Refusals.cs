using Metropool.Http;
using Metropool.Identity.Clients;

namespace Metropool.Identity;

/// <summary>Every refusal of this service. Their codes are permanent.</summary>
internal static class Refusals
{
    // Accounts
    public static Refusal AccountUnknown { get; } = Refusal.NotFound("identity.account-unknown", "Account not found.");

    public static Refusal OwnAccount { get; } = Refusal.Forbidden(
        "identity.own-account", "You can't do this to your own account. Use the account page, or ask another administrator.");

    public static Refusal AccountBlocked { get; } = Refusal.Conflict("identity.account-blocked", "The account is already blocked.");

    public static Refusal AccountNotBlocked { get; } = Refusal.Conflict("identity.account-not-blocked", "The account isn't blocked.");

    public static Refusal NoSecondFactor { get; } = Refusal.Conflict(
        "identity.no-second-factor", "The account has neither an authenticator app nor a passkey.");

    // Appointments and invitations
    public static Refusal AppointmentUnknown { get; } = Refusal.NotFound("identity.appointment-unknown", "The person doesn't have this role.");

    public static Refusal AlreadyAppointed { get; } = Refusal.Conflict("identity.already-appointed", "The person already has this role.");

    public static Refusal OwnRole { get; } = Refusal.Forbidden("identity.own-role", "You can't change your own role. Ask another administrator.");

    public static Refusal LastAdministrator { get; } = Refusal.Conflict(
        "identity.last-administrator", "This is the last administrator. Appoint another administrator first.");

    public static Refusal InvitationUnknown { get; } = Refusal.NotFound("identity.invitation-unknown", "Open invitation not found.");

    // Clients
    public static Refusal ClientUnknown { get; } = Refusal.NotFound("identity.client-unknown", "Client not found.");

    public static Refusal ClientExists { get; } = Refusal.Conflict("identity.client-exists", "A client with this id already exists.");

    public static Refusal KeyUnknown { get; } = Refusal.NotFound("identity.key-unknown", "Key not found.");

    public static Refusal KeyExists { get; } = Refusal.Conflict("identity.key-exists", "The client already has a key with this kid.");

    public static Refusal TooManyKeys { get; } = Refusal.Conflict(
        "identity.too-many-keys", $"A client has at most {ClientKeys.Maximum} keys. Remove one first.");

    public static Refusal LastKey { get; } = Refusal.Conflict(
        "identity.last-key", "A client needs at least one key. Add another key first, or deactivate the client.");

    // Organisations
    public static Refusal OrganisationUnknown { get; } = Refusal.NotFound("identity.organisation-unknown", "Organisation not found.");

    public static Refusal OrganisationExists { get; } = Refusal.Conflict(
        "identity.organisation-exists", "An organisation with this name or OIN already exists.");

    public static Refusal OrganisationInactive { get; } = Refusal.Conflict(
        "identity.organisation-inactive", "The organisation is deactivated. Activate it first.");

    public static Refusal OwnOrganisation { get; } = Refusal.Forbidden(
        "identity.own-organisation", "You are a contact of this organisation. Ask another administrator.");

    // Pages: these end the transaction, and the page shows its own text.
    public static Refusal LinkInvalid { get; } = Refusal.NotFound("identity.link-invalid", "The link was used, has expired, or never existed.");

    public static Refusal SignInLocked { get; } = new(
        "identity.sign-in-locked", "Too many attempts. Try again later.", StatusCodes.Status429TooManyRequests);

    public static Refusal NotPrepared { get; } = new(
        ProblemCodes.Unavailable, "Identity waits for its database. Try again later.", StatusCodes.Status503ServiceUnavailable);

    public static Refusal HttpsRequired { get; } = new("identity.https-needed", Tokens.TransportSecurity.Message, StatusCodes.Status400BadRequest);
}
