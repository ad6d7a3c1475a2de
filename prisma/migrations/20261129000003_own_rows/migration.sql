-- Rows that each database writes itself, by triggers and migrations, whatever a publication of all tables sends.

-- Before a row of such a table. Only workers of a subscription bring rows that were written elsewhere. What a trigger writes
-- there, on behalf of a replicated row of another table, is the database's own.
CREATE FUNCTION drop_replicated_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_stat_get_subscription(NULL) WHERE pid = pg_backend_pid()) THEN
    RETURN NULL;
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

-- For a table. By its name, the trigger comes before the one that raises the version.
CREATE PROCEDURE keep_own_rows_of(own regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER drop_replicated BEFORE INSERT OR UPDATE OR DELETE ON %s
       FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION public.drop_replicated_row()', own);
  EXECUTE format('ALTER TABLE %s ENABLE REPLICA TRIGGER drop_replicated', own);
END
$$;

-- In the order in which writers lock them.
CALL keep_own_rows_of('data_version');
CALL keep_own_rows_of('doctor_bitmap');
DO $$
BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    CALL keep_own_rows_of('_prisma_migrations');
  END IF;
END
$$;
