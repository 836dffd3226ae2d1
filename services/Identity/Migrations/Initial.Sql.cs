namespace Metropool.Identity.Migrations;

/// <content>What EF Core can't express: tables whose rows are added, and afterwards changed by an erasure alone.</content>
public partial class Initial
{
    private const string AppointmentsAreHistory =
        """
        CREATE FUNCTION appointments_are_history() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
        BEGIN
          IF TG_OP = 'UPDATE'
            AND (NEW.appointment_id, NEW.role, NEW.organisation_id, NEW.given, NEW.at)
              IS NOT DISTINCT FROM (OLD.appointment_id, OLD.role, OLD.organisation_id, OLD.given, OLD.at)
            AND ((NEW.person_id, NEW.reason) IS NOT DISTINCT FROM (OLD.person_id, OLD.reason)
              OR (NEW.person_id = nobody AND NEW.reason IS NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD.person_id)))
            AND (NEW."by" IS NOT DISTINCT FROM OLD."by"
              OR (NEW."by" = nobody AND OLD."by" IS NOT NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD."by")))
          THEN
            RETURN NEW;
          END IF;

          RAISE EXCEPTION 'appointments are history: rows are added, and never changed or removed';
        END $$;
        CREATE TRIGGER appointments_are_history BEFORE UPDATE OR DELETE ON appointments
          FOR EACH ROW EXECUTE FUNCTION appointments_are_history();
        """;

    private const string AccountActionsAreHistory =
        """
        CREATE FUNCTION account_actions_are_history() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
        BEGIN
          IF TG_OP = 'UPDATE'
            AND (NEW.action_id, NEW.kind, NEW.at) IS NOT DISTINCT FROM (OLD.action_id, OLD.kind, OLD.at)
            AND ((NEW.person_id, NEW.reason) IS NOT DISTINCT FROM (OLD.person_id, OLD.reason)
              OR (NEW.person_id = nobody AND NEW.reason IS NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD.person_id)))
            AND (NEW."by" IS NOT DISTINCT FROM OLD."by"
              OR (NEW."by" = nobody AND OLD."by" IS NOT NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD."by")))
          THEN
            RETURN NEW;
          END IF;

          RAISE EXCEPTION 'account actions are history: rows are added, and never changed or removed';
        END $$;
        CREATE TRIGGER account_actions_are_history BEFORE UPDATE OR DELETE ON account_actions
          FOR EACH ROW EXECUTE FUNCTION account_actions_are_history();
        """;
}
