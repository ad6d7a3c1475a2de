-- doctors_page filtered by hours, doctor by doctor: tested without the table. And schedules_by_doctor, in the order it
-- returns them.
DROP INDEX practice_schedule_doctor_idx;
CREATE INDEX practice_schedule_doctor_idx ON practice_schedule (doctor_id, day_of_week, start_minute)
  INCLUDE (end_minute, is_available);
