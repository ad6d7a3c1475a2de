-- Who meets a condition, as a bit for each doctor: totals of wide conditions are read from here. A row has the doctors of
-- one block, whose ids are block * 1024 to block * 1024 + 1023; bit number id & 1023, from the left, is theirs. A row
-- without any doctor does not exist.

CREATE TABLE doctor_bitmap (
  kind text COLLATE "C" NOT NULL,
  term text COLLATE "C" NOT NULL,
  block integer NOT NULL,
  doctors bit(1024) NOT NULL,
  PRIMARY KEY (kind, term, block)
) WITH (fillfactor = 90);

-- refresh_doctor_bitmap: the rows in which changed doctors can be.
CREATE INDEX doctor_bitmap_block_idx ON doctor_bitmap (block, kind);

-- What the rows of these kinds should be for these doctors, each of whom exists and is given once.
--   public          ''                         is_active
--   name            two characters             they stand in search_name side by side, or end it (then it is one character)
--   specialization  id                         is linked
--   hours           day.half hour              an available schedule has a minute in this half hour, 0 to 47, of this day
--                   any.half hour              … of any day
-- A schedule that lasts past midnight reaches the next day, and Sunday's next day is Monday.
CREATE FUNCTION doctor_bits(ids integer[], kinds text[])
RETURNS TABLE (kind text, term text, block integer, doctors bit)
LANGUAGE sql STABLE
AS $$
  WITH
  -- Names are split at their spaces, and keep them: many doctors have a word in common, and few a name.
  word AS (
    SELECT
      CASE WHEN number > 1 THEN ' ' ELSE '' END || word || CASE WHEN number < last THEN ' ' ELSE '' END AS word,
      number = last AS is_last,
      id >> 10 AS block,
      bit_or(set_bit(0::bit(1024), id & 1023, 1)) AS doctors
    FROM (
      SELECT id, unnest(words) AS word, generate_subscripts(words, 1) AS number, cardinality(words) AS last
      FROM (
        SELECT id, string_to_array(search_name, ' ') AS words FROM unnest(ids) AS given (id) JOIN public.doctor USING (id)
        OFFSET 0
      ) AS name
      WHERE 'name' = ANY (kinds)
    ) AS word
    GROUP BY 1, 2, 3
  ),
  half_hour AS MATERIALIZED (
    SELECT id >> 10 AS block, half_hour % 336 AS half_hour, bit_or(set_bit(0::bit(1024), id & 1023, 1)) AS doctors
    FROM (
      SELECT
        doctor_id AS id,
        generate_series((day_of_week - 1) * 48 + start_minute / 30, (day_of_week - 1) * 48 + (end_minute - 1) / 30)
          AS half_hour
      FROM unnest(ids) AS given (doctor_id) JOIN public.practice_schedule USING (doctor_id)
      WHERE is_available AND 'hours' = ANY (kinds)
    ) AS touched
    GROUP BY 1, 2
  )
  SELECT 'public', '', id >> 10 AS block, bit_or(set_bit(0::bit(1024), id & 1023, 1))
  FROM unnest(ids) AS given (id) JOIN public.doctor USING (id)
  WHERE is_active AND 'public' = ANY (kinds) GROUP BY block
  UNION ALL
  SELECT 'name', substr(word, place, 2) AS pair, block, bit_or(doctors)
  FROM word, generate_series(1, length(word) - CASE WHEN is_last THEN 0 ELSE 1 END) AS place GROUP BY pair, block
  UNION ALL
  SELECT
    'specialization', specialization_id::text, doctor_id >> 10 AS block,
    bit_or(set_bit(0::bit(1024), doctor_id & 1023, 1))
  FROM unnest(ids) AS given (doctor_id) JOIN public.doctor_specialization USING (doctor_id)
  WHERE 'specialization' = ANY (kinds) GROUP BY specialization_id, block
  UNION ALL
  SELECT 'hours', half_hour / 48 + 1 || '.' || half_hour % 48, block, doctors FROM half_hour
  UNION ALL
  SELECT 'hours', 'any.' || half_hour % 48, block, bit_or(doctors) FROM half_hour GROUP BY half_hour % 48, block
$$;

-- Brings the rows of these kinds up to date for these doctors, each of whom is given once and need not exist any more.
-- It depends on what is true now, and not on what was, and writes no row that does not change. Writers are serialised by
-- the version of the data, so that it sees what all others have committed.
CREATE FUNCTION refresh_doctor_bitmap(ids integer[], kinds text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_nestloop = on SET enable_sort = on SET work_mem = '4MB'
AS $$
DECLARE
  existing integer[];
BEGIN
  IF ids = '{}' THEN
    RETURN;
  END IF;

  -- Few doctors are found by indexes, with a plan that is made once. Many have a plan of their own, by hashing. Estimates
  -- would choose neither: nobody knows how many blocks and terms the given doctors have.
  IF cardinality(ids) > 10000 THEN
    SET LOCAL plan_cache_mode = force_custom_plan;
    SET LOCAL enable_seqscan = on;
    SET LOCAL enable_hashjoin = on;
    SET LOCAL enable_nestloop = off;
    SET LOCAL enable_sort = off;
    SET LOCAL work_mem = '64MB';
  END IF;

  -- In order, so that the bits of one block are set one after another: with a million doctors it takes half of the time.
  existing := ARRAY(SELECT id FROM unnest(ids) AS given (id) JOIN public.doctor USING (id) ORDER BY id);
  WITH changed AS (
    SELECT id >> 10 AS block, bit_or(set_bit(0::bit(1024), id & 1023, 1)) AS doctors
    FROM unnest(ids) AS given (id)
    GROUP BY 1
  ),
  kept AS (
    SELECT kind, term, block, doctor_bitmap.doctors & changed.doctors AS doctors
    FROM changed JOIN public.doctor_bitmap USING (block)
    WHERE kind = ANY (kinds) AND bit_count(doctor_bitmap.doctors & changed.doctors) > 0
  ),
  -- The bits that have to be flipped.
  different AS (
    SELECT kind, term, block, coalesce(kept.doctors, 0::bit(1024)) # coalesce(now.doctors, 0::bit(1024)) AS doctors
    FROM kept FULL JOIN public.doctor_bits(existing, kinds) AS now USING (kind, term, block)
    WHERE kept.doctors IS DISTINCT FROM now.doctors
  )
  MERGE INTO public.doctor_bitmap AS kept
  USING (SELECT * FROM different ORDER BY kind, term, block) AS different
  ON kept.kind = different.kind AND kept.term = different.term AND kept.block = different.block
  WHEN MATCHED AND kept.doctors = different.doctors THEN DELETE
  WHEN MATCHED THEN UPDATE SET doctors = kept.doctors # different.doctors
  WHEN NOT MATCHED THEN INSERT (kind, term, block, doctors)
    VALUES (different.kind, different.term, different.block, different.doctors);
END
$$;

-- For whoever changed tables without their triggers. It waits for writers, and clears the bits of doctors who are gone, too.
CREATE PROCEDURE rebuild_doctor_bitmap()
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE public.data_version SET counter = counter + 1, token = gen_random_uuid();
  PERFORM public.refresh_doctor_bitmap(
    ARRAY(
      SELECT (block << 10) + number
      FROM (SELECT id >> 10 AS block FROM public.doctor UNION SELECT block FROM public.doctor_bitmap) AS block,
        generate_series(0, 1023) AS number
    ),
    '{public, name, specialization, hours}');
END
$$;

-- Before a statement. Its rows leave the work to the trigger after it, in sessions of the replication role too. That ends
-- it, so that rows which logical replication writes in the same transaction do not.
CREATE FUNCTION expect_bitmaps_of_statement() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('jadwal.bitmaps_of_statement', 'expected', true);
  RETURN NULL;
END
$$;

-- After a statement on doctor. It clears the bits of those who are gone in all kinds: deletes of links and schedules that
-- go with their doctor leave this to it.
CREATE FUNCTION refresh_bitmaps_of_doctors() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  of_doctor CONSTANT text[] := '{public, name}';
  of_all CONSTANT text[] := '{public, name, specialization, hours}';
BEGIN
  PERFORM set_config('jadwal.bitmaps_of_statement', '', true);
  IF TG_OP = 'INSERT' THEN
    PERFORM public.refresh_doctor_bitmap(ARRAY(SELECT id FROM new_rows), of_all);
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM public.refresh_doctor_bitmap(ARRAY(SELECT id FROM old_rows), of_all);
  ELSE
    -- Ids that went or came, and ids that stayed.
    PERFORM public.refresh_doctor_bitmap(
      ARRAY(SELECT id FROM old_rows FULL JOIN new_rows USING (id) WHERE old_rows.name IS NULL OR new_rows.name IS NULL),
      of_all);
    PERFORM public.refresh_doctor_bitmap(
      ARRAY(
        SELECT id FROM old_rows JOIN new_rows USING (id)
        WHERE (old_rows.search_name, old_rows.is_active) <> (new_rows.search_name, new_rows.is_active)),
      of_doctor);
  END IF;
  RETURN NULL;
END
$$;

-- After a statement on a table of what doctors have. Its argument is the kind that depends on it.
CREATE FUNCTION refresh_bitmaps_of_relation() RETURNS trigger
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
  ELSE
    ids := ARRAY(
      SELECT doctor_id FROM (TABLE old_rows EXCEPT TABLE new_rows) AS gone
      UNION
      SELECT doctor_id FROM (TABLE new_rows EXCEPT TABLE old_rows) AS came);
  END IF;
  PERFORM public.refresh_doctor_bitmap(ids, ARRAY[TG_ARGV[0]]);
  RETURN NULL;
END
$$;

-- After a truncate. Its arguments are the kinds that depend on the table.
CREATE FUNCTION clear_bitmaps() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM public.doctor) THEN
    DELETE FROM public.doctor_bitmap WHERE kind = ANY (TG_ARGV);
  ELSIF EXISTS (SELECT FROM public.doctor_bitmap) THEN
    TRUNCATE public.doctor_bitmap;
  END IF;
  RETURN NULL;
END
$$;

-- After each row that logical replication writes: it fires no triggers of statements. Its arguments are the column of the
-- doctor's id, and the kinds that depend on the table.
CREATE FUNCTION refresh_bitmaps_of_replicated_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW IS DISTINCT FROM OLD THEN
    PERFORM public.refresh_doctor_bitmap(
      ARRAY(
        SELECT DISTINCT (written ->> TG_ARGV[0])::integer
        FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) AS written WHERE written IS NOT NULL),
      TG_ARGV[1:]);
  END IF;
  RETURN NULL;
END
$$;

REVOKE EXECUTE ON FUNCTION
  expect_bitmaps_of_statement(), refresh_bitmaps_of_doctors(), refresh_bitmaps_of_relation(), clear_bitmaps(),
  refresh_bitmaps_of_replicated_row()
  FROM PUBLIC;

-- Enabled always, since sessions of the replication role fire no other triggers of statements.
DO $$
DECLARE
  of record;
BEGIN
  FOR of IN VALUES
    ('doctor', 'id', 'refresh_bitmaps_of_doctors()', $k$'public', 'name', 'specialization', 'hours'$k$),
    ('doctor_specialization', 'doctor_id', 'refresh_bitmaps_of_relation(''specialization'')', $k$'specialization'$k$),
    ('practice_schedule', 'doctor_id', 'refresh_bitmaps_of_relation(''hours'')', $k$'hours'$k$)
  LOOP
    EXECUTE format(
      'CREATE TRIGGER expect_bitmaps BEFORE INSERT OR UPDATE OR DELETE ON %1$I
         FOR EACH STATEMENT EXECUTE FUNCTION expect_bitmaps_of_statement();
       CREATE TRIGGER refresh_bitmaps_inserted AFTER INSERT ON %1$I
         REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %3$s;
       CREATE TRIGGER refresh_bitmaps_updated AFTER UPDATE ON %1$I
         REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %3$s;
       CREATE TRIGGER refresh_bitmaps_deleted AFTER DELETE ON %1$I
         REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %3$s;
       CREATE TRIGGER refresh_bitmaps_truncated AFTER TRUNCATE ON %1$I
         FOR EACH STATEMENT EXECUTE FUNCTION clear_bitmaps(%4$s);
       CREATE TRIGGER refresh_bitmaps_replicated AFTER INSERT OR UPDATE OR DELETE ON %1$I
         FOR EACH ROW WHEN (current_setting(''jadwal.bitmaps_of_statement'', true) IS DISTINCT FROM ''expected'')
         EXECUTE FUNCTION refresh_bitmaps_of_replicated_row(%2$L, %4$s);
       ALTER TABLE %1$I
         ENABLE ALWAYS TRIGGER expect_bitmaps, ENABLE ALWAYS TRIGGER refresh_bitmaps_inserted,
         ENABLE ALWAYS TRIGGER refresh_bitmaps_updated, ENABLE ALWAYS TRIGGER refresh_bitmaps_deleted,
         ENABLE ALWAYS TRIGGER refresh_bitmaps_truncated, ENABLE REPLICA TRIGGER refresh_bitmaps_replicated',
      of.column1, of.column2, of.column3, of.column4);
  END LOOP;
END
$$;

CALL raise_data_version_with('doctor_bitmap');

CALL rebuild_doctor_bitmap();
