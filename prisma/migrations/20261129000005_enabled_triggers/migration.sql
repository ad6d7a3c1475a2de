-- What operators do to the tables: truncate them while they are read, add columns of any type, and disable triggers.

-- After a truncate. It does not truncate bitmaps: that would wait for statements that read them, and those can wait for the
-- truncated table.
CREATE OR REPLACE FUNCTION clear_bitmaps() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM public.doctor_bitmap WHERE kind = ANY (TG_ARGV);
  IF 'name' = ANY (TG_ARGV) THEN
    DELETE FROM public.doctor_place;
  END IF;
  RETURN NULL;
END
$$;

-- After a statement on a table of what doctors have. Its argument is the kind that depends on it. Only what bits depend on is
-- compared: other columns can have a type that has no equality.
CREATE OR REPLACE FUNCTION refresh_bitmaps_of_relation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  ids integer[];
BEGIN
  PERFORM set_config('jadwal.bitmaps_of_statement', '', true);
  IF TG_OP = 'INSERT' THEN
    ids := ARRAY(SELECT DISTINCT doctor_id FROM new_rows);
  ELSIF TG_OP = 'DELETE' THEN
    ids := ARRAY(SELECT id FROM public.doctor WHERE id IN (SELECT doctor_id FROM old_rows));
  ELSIF TG_ARGV[0] = 'specialization' THEN
    WITH old AS (SELECT doctor_id, specialization_id FROM old_rows),
      new AS (SELECT doctor_id, specialization_id FROM new_rows)
    SELECT coalesce(array_agg(DISTINCT doctor_id), '{}') INTO ids
    FROM ((TABLE old EXCEPT TABLE new) UNION ALL (TABLE new EXCEPT TABLE old)) AS changed;
  ELSE
    WITH old AS (SELECT doctor_id, day_of_week, start_minute, end_minute, is_available FROM old_rows),
      new AS (SELECT doctor_id, day_of_week, start_minute, end_minute, is_available FROM new_rows)
    SELECT coalesce(array_agg(DISTINCT doctor_id), '{}') INTO ids
    FROM ((TABLE old EXCEPT TABLE new) UNION ALL (TABLE new EXCEPT TABLE old)) AS changed;
  END IF;
  PERFORM public.refresh_doctor_bitmap(ids, ARRAY[TG_ARGV[0]]);
  RETURN NULL;
END
$$;

-- After each row that logical replication writes: it fires no triggers of statements. Its arguments are the column of the
-- doctor's id, and the kinds that depend on the table.
CREATE OR REPLACE FUNCTION refresh_bitmaps_of_replicated_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  written CONSTANT jsonb[] := ARRAY[to_jsonb(OLD), to_jsonb(NEW)];
BEGIN
  IF written[1] IS DISTINCT FROM written[2] THEN
    PERFORM public.refresh_doctor_bitmap(
      ARRAY(
        SELECT DISTINCT (of_row ->> TG_ARGV[0])::integer FROM unnest(written) AS of_row WHERE of_row IS NOT NULL),
      TG_ARGV[1:]);
  END IF;
  RETURN NULL;
END
$$;

-- Enables the triggers of the version and of bitmaps as they were created: those of statements in all sessions, and those
-- of rows for replication. `enable trigger all`, with which pg_restore ends `--disable-triggers`, leaves them enabled where
-- nothing is replicated.
CREATE PROCEDURE enable_directory_triggers()
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  different record;
BEGIN
  FOR different IN
    SELECT tgrelid::regclass AS changed, tgname, CASE should_be WHEN 'A' THEN 'ALWAYS' ELSE 'REPLICA' END AS mode
    FROM pg_trigger CROSS JOIN LATERAL (SELECT CASE WHEN tgtype & 1 = 0 THEN 'A' ELSE 'R' END) AS kind (should_be)
    WHERE tgenabled <> should_be AND tgfoid = ANY (
      '{public.raise_data_version, public.drop_replicated_row, public.expect_bitmaps_of_statement,
        public.refresh_bitmaps_of_doctors, public.refresh_bitmaps_of_relation, public.clear_bitmaps,
        public.refresh_bitmaps_of_replicated_row}'::regproc[])
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE %s TRIGGER %I', different.changed, different.mode, different.tgname);
  END LOOP;
END
$$;

-- For whoever changed tables without their triggers, which it enables. It waits for writers, and clears the bits of doctors
-- who are gone, too.
CREATE OR REPLACE PROCEDURE rebuild_doctor_bitmap()
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  CALL public.enable_directory_triggers();
  UPDATE public.data_version SET counter = counter + 1, token = gen_random_uuid();
  PERFORM public.refresh_doctor_bitmap(
    ARRAY(
      SELECT id FROM public.doctor
      UNION
      SELECT (block << 10) + number
      FROM (SELECT block, bit_or(doctors) AS doctors FROM public.doctor_bitmap GROUP BY block) AS kept,
        generate_series(0, 1023) AS number
      WHERE get_bit(doctors, number) = 1
    ),
    '{public, name, specialization, hours}');
  CALL public.cut_name_ranges();
END
$$;
