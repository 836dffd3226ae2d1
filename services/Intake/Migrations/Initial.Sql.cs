namespace Metropool.Intake.Migrations;

/// <content>What EF Core can't express.</content>
public partial class Initial
{
    /// <summary>What a list is searched and sorted by: PostgreSQL's <c>unaccent</c> isn't immutable without its dictionary.</summary>
    private const string Folded =
        "CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN lower(unaccent('unaccent', $1));";

    /// <summary>A line of history is added, and changed afterwards by an erasure or by retention alone.</summary>
    private const string HistoryIsAppendOnly =
        """
        CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
          names CONSTANT text[] := ARRAY['by_person_id', 'by_display_name', 'concerns_id', 'concerns'];
          texts CONSTANT text[] := ARRAY['reason', 'judgement_id'];
        BEGIN
          IF to_jsonb(NEW) - names - texts = to_jsonb(OLD) - names - texts
            AND ((NEW.by_person_id, NEW.by_display_name) IS NOT DISTINCT FROM (OLD.by_person_id, OLD.by_display_name)
              OR (NEW.by_person_id = nobody AND NEW.by_display_name = 'Verwijderd account'
                AND EXISTS (SELECT FROM erased_people WHERE person_id = OLD.by_person_id)))
            AND ((NEW.concerns_id, NEW.concerns) IS NOT DISTINCT FROM (OLD.concerns_id, OLD.concerns)
              OR (NEW.concerns_id = nobody AND NEW.concerns = 'Verwijderd account'
                AND EXISTS (SELECT FROM erased_people WHERE person_id = OLD.concerns_id)))
            AND ((NEW.reason, NEW.judgement_id) IS NOT DISTINCT FROM (OLD.reason, OLD.judgement_id)
              OR (NEW.reason IS NULL AND NEW.judgement_id IS NULL
                AND EXISTS (SELECT FROM applications WHERE id = OLD.application_id AND texts_removed_at IS NOT NULL)))
          THEN
            RETURN NEW;
          END IF;

          RAISE EXCEPTION 'A line of history is never changed.' USING ERRCODE = 'restrict_violation';
        END $$;
        CREATE TRIGGER history_is_append_only BEFORE UPDATE ON application_history
          FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
        """;
}
