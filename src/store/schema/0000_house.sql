-- What every database of the house has, whatever it registers.

-- Facts about the database itself: which unit it belongs to, which desk this is.
CREATE TABLE meta(
  key {TEXT} NOT NULL PRIMARY KEY,
  value {TEXT} NOT NULL
){STRICT};

-- 留痕. One hash chain per desk, so that desks need not wait for one another; seq starts at 1.
CREATE TABLE journal(
  desk {TEXT} NOT NULL,
  seq {INT} NOT NULL CHECK(seq > 0),
  at_ms {INT} NOT NULL,
  day {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  verb {TEXT} NOT NULL,
  cid {TEXT} NOT NULL,
  object {TEXT} NOT NULL,
  body {TEXT} NOT NULL,
  hash {TEXT} NOT NULL,
  PRIMARY KEY(desk, seq)
){STRICT};
CREATE INDEX journal_object ON journal(cid, object, at_ms);
CREATE INDEX journal_recent ON journal(at_ms);

-- sqlite:CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
-- sqlite:CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
-- postgres:CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
-- postgres:CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
