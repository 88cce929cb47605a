-- What a unit has sent to the level above, word for word. A returned one stays, and may be sent anew.
CREATE TABLE report(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  code {TEXT} NOT NULL,
  title {TEXT} NOT NULL,
  from_day {DAY} NOT NULL,
  to_day {DAY} NOT NULL,
  due_on {DAY},
  submitted_on {DAY} NOT NULL,
  submitted_at {INT} NOT NULL,
  actor {TEXT} NOT NULL,
  signer {TEXT} NOT NULL,
  is_zero {BOOL} NOT NULL,
  form_sha {TEXT} NOT NULL,
  figures {TEXT} NOT NULL,
  facts {TEXT} NOT NULL,
  told {TEXT} NOT NULL,
  letter {TEXT} NOT NULL,
  returned_on {DAY},
  returned_by {TEXT},
  returned_reason {TEXT},
  PRIMARY KEY(cid, id)
){STRICT};
CREATE INDEX report_id ON report(id);
CREATE UNIQUE INDEX report_once ON report(cid, code, from_day, to_day) WHERE returned_on IS NULL;

-- sqlite: CREATE TRIGGER report_no_delete BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'a submitted report stays as sent'); END;
-- sqlite: CREATE TRIGGER report_stays BEFORE UPDATE OF cid, id, code, from_day, to_day, submitted_on, figures, facts, told, letter ON report BEGIN SELECT RAISE(ABORT, 'a submitted report stays as sent'); END;
-- postgres: CREATE TRIGGER report_only_grows BEFORE DELETE OR TRUNCATE ON report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER report_stays BEFORE UPDATE OF cid, id, code, from_day, to_day, submitted_on, figures, facts, told, letter ON report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
