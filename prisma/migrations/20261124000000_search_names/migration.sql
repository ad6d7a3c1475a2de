-- The name in lower case, by the rules of its own collation. To fold a name takes seven times as long as to search it.
-- The collation "C" compares bytes, which is all that a substring needs.

ALTER TABLE doctor
  ADD COLUMN search_name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED;

-- Arrays of ids are sorted and intersected by this extension of PostgreSQL's own.
CREATE EXTENSION IF NOT EXISTS intarray;
