-- Hours that a schedule overlaps are read from bitmaps, and those that it covers after midnight from the index of all hours.
DROP INDEX practice_schedule_overnight_idx;
