-- Where doctors stand in the order of names, as bits beside those of doctor_bitmap: of those who match a filter, pages find
-- the ones that are nearest to where they start.

-- Names are cut into up to 4,096 ranges with about as many public doctors each. This is where each begins but the first,
-- whose place is 0. In a directory that began empty there are none, and all names are in the first, until they are cut.
CREATE TABLE name_range (
  first_name text COLLATE "und-x-icu" PRIMARY KEY,
  place integer NOT NULL CHECK (place BETWEEN 1 AND 4095)
);

-- For the doctors of a block, by the four octal digits of their places, the highest first: at_least[digit][value] has a bit
-- for each doctor whose digit is no less than the value, 1 to 7. So two operations for each digit compare all doctors with
-- a place. A row whose bits are all 0 does not exist. Rows are kept whole and as they are, to be read fast.
CREATE TABLE doctor_place (
  block integer PRIMARY KEY,
  at_least bit(1024)[] NOT NULL CHECK (array_dims(at_least) = '[1:4][1:7]' AND 0::bit(1024) <> ANY (at_least))
) WITH (fillfactor = 80);
ALTER TABLE doctor_place ALTER COLUMN at_least SET STORAGE PLAIN;

-- Of a block, the doctors who are not below a place: by the highest digit they are above, or equal and not below by the others.
-- Nobody has a digit of 8, which the place after the last begins with. It is simple enough to be made part of a query.
CREATE FUNCTION not_below(at_least bit(1024)[], place integer) RETURNS bit
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(at_least[1][(place >> 9) + 1], 0::bit(1024))
    | (CASE (place >> 9) WHEN 0 THEN ~0::bit(1024) ELSE coalesce(at_least[1][(place >> 9)], 0::bit(1024)) END
    & (coalesce(at_least[2][(place >> 6 & 7) + 1], 0::bit(1024))
      | (CASE (place >> 6 & 7) WHEN 0 THEN ~0::bit(1024) ELSE coalesce(at_least[2][(place >> 6 & 7)], 0::bit(1024)) END
      & (coalesce(at_least[3][(place >> 3 & 7) + 1], 0::bit(1024))
        | (CASE (place >> 3 & 7) WHEN 0 THEN ~0::bit(1024) ELSE coalesce(at_least[3][(place >> 3 & 7)], 0::bit(1024)) END
        & (coalesce(at_least[4][(place >> 0 & 7) + 1], 0::bit(1024))
          | (CASE (place >> 0 & 7) WHEN 0 THEN ~0::bit(1024) ELSE coalesce(at_least[4][(place >> 0 & 7)], 0::bit(1024)) END)))))))
$$;

-- Of doctors, given as blocks and bits, those nearest to where a page starts: the first in the order of names, or the last,
-- whose names are not before one, or not after it. They are about as many as are enough, or twice; all of them if these are
-- no more than "few", and null if they are more than "most". is_end says that the others are before the start.
--
-- How far they reach is estimated by a sample of blocks: an interval of places, with all of them at first, is halved until
-- few are left in it. If the nearer half has enough, it goes on there. Otherwise all of the nearer half are taken, and it goes
-- on in the farther one. Then those of all blocks who are no farther are exactly known.
CREATE FUNCTION nearest_doctors(
  blocks integer[], doctors bit(1024)[], start_name text, is_backwards boolean, enough integer, few integer, most integer,
  sampled_blocks integer, OUT ids integer[], OUT is_end boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  lowest integer := 0;
  highest integer := 4095;
  start_place integer;
  step bigint;
  interval_bit integer;
  interval_start integer;
BEGIN
  IF start_name IS NOT NULL THEN
    start_place := coalesce(
      (SELECT place FROM public.name_range WHERE first_name <= start_name ORDER BY first_name DESC LIMIT 1), 0);
    IF is_backwards THEN
      highest := start_place;
    ELSE
      lowest := start_place;
    END IF;
  END IF;

  is_end := true;
  IF (SELECT sum(bit_count(bits)) FROM unnest(doctors) AS bits) > few THEN
    step := greatest(1, cardinality(blocks) / sampled_blocks);
    WITH RECURSIVE halved (bit, start, block, at_least, open, taken) AS (
      SELECT 11, 0, block, at_least, bits
        & CASE lowest WHEN 0 THEN ~0::bit(1024) ELSE public.not_below(at_least, lowest) END
        & CASE highest WHEN 4095 THEN ~0::bit(1024) ELSE ~public.not_below(at_least, highest + 1) END,
        0::bigint
      FROM unnest(blocks, doctors) AS given (block, bits) LEFT JOIN public.doctor_place USING (block)
      WHERE block % step = 0
      UNION ALL
      SELECT bit - 1, CASE WHEN goes_up THEN middle ELSE start END, block, at_least,
        CASE WHEN goes_up THEN open & upper ELSE open & ~upper END,
        CASE WHEN is_enough THEN taken ELSE taken + nearer_count END
      FROM (
        SELECT *, is_enough = is_backwards AS goes_up
        FROM (
          SELECT *, (taken + nearer_count) * step >= enough AS is_enough
          FROM (
            SELECT *, sum(bit_count(open)::integer) OVER () AS open_count,
              sum(bit_count(CASE WHEN is_backwards THEN open & upper ELSE open & ~upper END)::integer) OVER () AS nearer_count
            FROM (
              -- One digit tells the halves of such an interval apart.
              SELECT *, coalesce(at_least[4 - bit / 3][middle >> bit / 3 * 3 & 7], 0::bit(1024)) AS upper
              FROM (SELECT *, start + (1 << bit) AS middle FROM halved WHERE bit >= 0) AS interval
              OFFSET 0
            ) AS halves
          ) AS counted
          WHERE (taken + open_count) * step > 2 * enough
        ) AS decided
      ) AS directed
    )
    SELECT bit, start INTO interval_bit, interval_start FROM halved ORDER BY bit LIMIT 1;
    IF interval_bit < 11 THEN
      IF is_backwards THEN
        is_end := interval_start <= lowest;
        lowest := greatest(lowest, interval_start);
      ELSE
        is_end := interval_start + (1 << interval_bit + 1) > highest;
        highest := least(highest, interval_start + (1 << interval_bit + 1) - 1);
      END IF;
    END IF;
  END IF;

  WITH near AS MATERIALIZED (
    SELECT block, bits
    FROM (
      SELECT block, bits
        & CASE lowest WHEN 0 THEN ~0::bit(1024) ELSE public.not_below(at_least, lowest) END
        & CASE highest WHEN 4095 THEN ~0::bit(1024) ELSE ~public.not_below(at_least, highest + 1) END AS bits
      FROM unnest(blocks, doctors) AS given (block, bits) LEFT JOIN public.doctor_place USING (block)
      OFFSET 0
    ) AS compared
    WHERE bit_count(bits) > 0
  )
  SELECT ARRAY(
    SELECT block * 1024 + word * 64 + number
    FROM (
      SELECT * FROM near, generate_series(0, 15) AS word
      WHERE bit_count(substring(bits, word * 64 + 1, 64)) > 0
      OFFSET 0
    ) AS words, generate_series(0, 63) AS number
    WHERE get_bit(bits, word * 64 + number) = 1
  )
  INTO ids
  WHERE (SELECT coalesce(sum(bit_count(bits)), 0) <= most FROM near);
END
$$;

-- Brings the bits of these doctors up to date, as refresh_doctor_bitmap does in doctor_bitmap.
CREATE FUNCTION refresh_doctor_place(ids integer[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  nobody CONSTANT bit(1024) := 0::bit(1024);
BEGIN
  WITH changed AS (
    SELECT id >> 10 AS block, bit_or(set_bit(nobody, id & 1023, 1)) AS doctors
    FROM unnest(ids) AS given (id)
    GROUP BY 1
  ),
  doctor AS (
    SELECT id, (
        SELECT place FROM public.name_range WHERE first_name <= doctor.name ORDER BY first_name DESC LIMIT 1
      ) AS place
    FROM unnest(ids) AS given (id) JOIN public.doctor USING (id)
    OFFSET 0
  ),
  with_digit AS MATERIALIZED (
    SELECT id >> 10 AS block, digit, place >> 12 - 3 * digit & 7 AS value, bit_or(set_bit(nobody, id & 1023, 1)) AS doctors
    FROM doctor, generate_series(1, 4) AS digit
    WHERE place >> 12 - 3 * digit & 7 > 0
    GROUP BY 1, 2, 3
  ),
  now AS (
    SELECT block, digit, least, bit_or(doctors) AS doctors
    FROM with_digit, generate_series(1, value) AS least
    GROUP BY 1, 2, 3
  ),
  digits AS (
    SELECT block, digit, array_agg(
      coalesce(at_least[digit][least], nobody) & ~changed.doctors | coalesce(now.doctors, nobody) ORDER BY least) AS at_least
    FROM changed CROSS JOIN generate_series(1, 4) AS digit CROSS JOIN generate_series(1, 7) AS least
      LEFT JOIN now USING (block, digit, least) LEFT JOIN public.doctor_place USING (block)
    GROUP BY block, digit
  )
  MERGE INTO public.doctor_place AS kept
  USING (
    SELECT block, array_agg(at_least ORDER BY digit) AS at_least, bool_and(nobody = ALL (at_least)) AS is_empty
    FROM digits GROUP BY block ORDER BY block
  ) AS now
  ON kept.block = now.block
  WHEN MATCHED AND is_empty THEN DELETE
  WHEN MATCHED AND kept.at_least <> now.at_least THEN UPDATE SET at_least = now.at_least
  WHEN NOT MATCHED AND NOT is_empty THEN INSERT (block, at_least) VALUES (now.block, now.at_least);
END
$$;

-- Whatever refreshes bits refreshes places too, where it changes names or which doctors there are. The settings are for both:
-- those for many doctors, which the terms choose, hold until this ends.
ALTER FUNCTION refresh_doctor_bitmap(integer[], text[]) RENAME TO refresh_doctor_terms;
ALTER FUNCTION refresh_doctor_terms(integer[], text[]) RESET ALL;

CREATE FUNCTION refresh_doctor_bitmap(ids integer[], kinds text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_nestloop = on SET enable_sort = on SET work_mem = '4MB'
AS $$
BEGIN
  PERFORM public.refresh_doctor_terms(ids, kinds);
  IF 'name' = ANY (kinds) AND ids <> '{}' THEN
    PERFORM public.refresh_doctor_place(ids);
  END IF;
END
$$;

-- Cuts the names of public doctors into ranges, each with about as many, and writes the places of all doctors anew.
-- It waits for writers. Readers see both the ranges and the places of before, or both of after.
CREATE PROCEDURE cut_name_ranges()
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- Raises the version first, once for a transaction, and so waits for writers.
  DELETE FROM public.name_range;
  INSERT INTO public.name_range (first_name, place)
  SELECT first_name, row_number() OVER (ORDER BY first_name)
  FROM (
    SELECT DISTINCT min(name) AS first_name
    FROM (SELECT name, ntile(4096) OVER (ORDER BY name) AS range FROM public.doctor WHERE is_active) AS doctor
    GROUP BY range
    HAVING range > 1
  ) AS range;
  DELETE FROM public.doctor_place;
  PERFORM public.refresh_doctor_place(ARRAY(SELECT id FROM public.doctor));
END
$$;

CALL raise_data_version_with('name_range');
CALL raise_data_version_with('doctor_place');
CALL keep_own_rows_of('name_range');
CALL keep_own_rows_of('doctor_place');

CALL cut_name_ranges();
