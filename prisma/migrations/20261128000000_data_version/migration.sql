-- What answers from memory are compared with: equal versions of two snapshots mean equal data. The token is random, since
-- after a restore, a failover or a crash a counter would come again with other data.

CREATE TABLE data_version (
  is_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_only_row),
  counter bigint NOT NULL,
  token uuid NOT NULL,
  version text NOT NULL GENERATED ALWAYS AS (counter || ' ' || token) STORED
);

INSERT INTO data_version (counter, token) VALUES (1, gen_random_uuid());

-- Raises the version once in a transaction, which is when its changes become visible. The setting ends with the
-- transaction, and with a savepoint that is rolled back. It runs as its owner: who may write a table need not be able to
-- write this one.
CREATE FUNCTION raise_data_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_setting('jadwal.version_raised_by', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
    UPDATE public.data_version SET counter = counter + 1, token = gen_random_uuid();
    PERFORM set_config('jadwal.version_raised_by', pg_current_xact_id()::text, true);
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

REVOKE EXECUTE ON FUNCTION raise_data_version() FROM PUBLIC;

-- For a table: changes by statements, in sessions of replication roles too, and changes by logical replication, which
-- fires triggers of rows only. Before the statement locks any row: then all writers lock the version first, and none waits
-- for a row of one that waits for the version.
CREATE PROCEDURE raise_data_version_with(changed regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER raise_data_version BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s
       FOR EACH STATEMENT EXECUTE FUNCTION public.raise_data_version()', changed);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER raise_data_version', changed);
  EXECUTE format(
    'CREATE TRIGGER raise_data_version_replicated BEFORE INSERT OR UPDATE OR DELETE ON %s
       FOR EACH ROW EXECUTE FUNCTION public.raise_data_version()', changed);
  EXECUTE format('ALTER TABLE %s ENABLE REPLICA TRIGGER raise_data_version_replicated', changed);
END
$$;

CALL raise_data_version_with('doctor');
CALL raise_data_version_with('specialization');
CALL raise_data_version_with('doctor_specialization');
CALL raise_data_version_with('practice_schedule');

-- Prisma writes here before and after each migration.
DO $$
BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    CALL raise_data_version_with('_prisma_migrations');
  END IF;
END
$$;
