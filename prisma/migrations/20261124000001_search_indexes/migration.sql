-- doctors_page filtered by name: search_name replaces lower(name).
DROP INDEX doctor_name_trgm_idx;
CREATE INDEX doctor_search_name_idx ON doctor USING gin (search_name gin_trgm_ops) WHERE is_active;

-- doctors_page filtered by specialty or hours, with its total: those who match and are not public are subtracted.
CREATE INDEX doctor_not_public_idx ON doctor (id) WHERE NOT is_active;

-- doctors_page filtered by hours: schedules of the day before that last into them. Few schedules last past midnight.
CREATE INDEX practice_schedule_overnight_idx
  ON practice_schedule (day_of_week, end_minute, start_minute, doctor_id) WHERE is_available AND end_minute > 1440;
