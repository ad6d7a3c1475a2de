-- Apart from the tables, so that the benchmark can withhold them. Each index names the statement it serves.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- doctors_page in name order, and its keyset conditions.
CREATE INDEX doctor_name_idx ON doctor (name, id) WHERE is_active;

-- doctors_page in order of creation, and its keyset conditions.
CREATE INDEX doctor_created_at_idx ON doctor (created_at, id) WHERE is_active;

-- doctors_page filtered by name: a substring needs trigrams, a B-tree serves prefixes only.
CREATE INDEX doctor_name_trgm_idx ON doctor USING gin (lower(name) gin_trgm_ops) WHERE is_active;

-- doctors_page filtered by specialty. The primary key serves specializations_by_doctor.
CREATE INDEX doctor_specialization_specialization_idx ON doctor_specialization (specialization_id, doctor_id);

-- schedules_by_doctor, in the order it returns them; and doctors_page filtered by hours, doctor by doctor.
CREATE INDEX practice_schedule_doctor_idx ON practice_schedule (doctor_id, day_of_week, start_minute);

-- doctors_page filtered by hours, when every matching doctor is counted: read without touching the table.
CREATE INDEX practice_schedule_availability_idx
  ON practice_schedule (day_of_week, start_minute, end_minute, doctor_id) WHERE is_available;
