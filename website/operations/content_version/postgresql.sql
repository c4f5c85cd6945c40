-- The statements of postgresql.py, by their names.

-- Empty whenever nobody writes, so there is nothing to keep after a crash.
-- name: notes
CREATE UNLOGGED TABLE IF NOT EXISTS {schema}.content_change
    (transaction bigint, "group" varchar(10), PRIMARY KEY (transaction, "group"))

-- name: note_content_change
BEGIN
    INSERT INTO {schema}.content_change VALUES (txid_current(), TG_ARGV[0])
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END

-- name: raise_content_version
BEGIN
    INSERT INTO {schema}.firm_contentversion AS known ("group", number)
        SELECT "group", (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
            FROM {schema}.content_change WHERE transaction = txid_current() ORDER BY "group"
        ON CONFLICT ("group") DO UPDATE SET number = greatest(known.number + 1, EXCLUDED.number);
    DELETE FROM {schema}.content_change WHERE transaction = txid_current();
    RETURN NULL;
END

-- The schema is named: a dump that is read back has an empty search path. They run as their owner,
-- so that whoever may write a public table needs no right on those of the versions.
-- name: function
CREATE OR REPLACE FUNCTION {schema}.{name}() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $${body}$$

-- What the trigger before was still to do goes: whoever makes them raises all groups.
-- name: at_commit
DROP TRIGGER IF EXISTS content_change_at_commit ON {schema}.content_change;
CREATE CONSTRAINT TRIGGER content_change_at_commit AFTER INSERT ON {schema}.content_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.raise_content_version();
DELETE FROM {schema}.content_change

-- name: trigger
CREATE OR REPLACE TRIGGER {name} AFTER {acts} ON {schema}.{table}
    FOR EACH {each} EXECUTE FUNCTION {schema}.{function}

-- name: first
INSERT INTO firm_contentversion AS known ("group", number)
    VALUES ('{group}', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
    ON CONFLICT ("group") DO UPDATE SET number = greatest(known.number + 1, EXCLUDED.number)

-- Those that fire: one can be switched off.
-- name: there
SELECT tgname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = current_schema()::regnamespace AND tgenabled IN ('O', 'A')
UNION ALL SELECT proname::text || ' ' || prosrc FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND proname = ANY(%s)

-- name: mark
SELECT string_agg(known, ' ' ORDER BY known) FROM (
    SELECT pg_trigger.oid || '-' || pg_trigger.xmin AS known
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = current_schema()::regnamespace
    UNION ALL SELECT oid || '-' || xmin FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND proname = ANY(%s)
) AS all_of_them
