-- Matters: transfers, supervisions and events. The columns from `state` on are the fold of matter_step, kept
-- for queries; the opening facts never change.

CREATE TABLE matter(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  kind {TEXT} NOT NULL CHECK(kind IN ('transfer','supervision','event')),
  title {TEXT} NOT NULL,
  premises {ID},
  hazard {ID},
  opening {TEXT} NOT NULL,
  opened_on {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  state {TEXT} NOT NULL,
  is_open {BOOL} NOT NULL,
  due {DAY},
  closed_on {DAY},
  steps {INT} NOT NULL,
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id),
  FOREIGN KEY(cid, hazard) REFERENCES hazard(cid, id)
){STRICT};
CREATE INDEX matter_id ON matter(id);
-- What waits for somebody, by its day: the agenda reads no more than that.
CREATE INDEX matter_open ON matter(cid, kind, due, id, state) WHERE is_open;
CREATE INDEX matter_opened ON matter(cid, kind, opened_on);
CREATE INDEX matter_premises ON matter(cid, premises) WHERE premises IS NOT NULL;
CREATE INDEX matter_hazard ON matter(cid, hazard) WHERE hazard IS NOT NULL;

CREATE TABLE matter_step(
  cid {TEXT} NOT NULL,
  matter {ID} NOT NULL,
  seq {INT} NOT NULL,
  on_day {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  body {TEXT} NOT NULL,
  PRIMARY KEY(cid, matter, seq),
  FOREIGN KEY(cid, matter) REFERENCES matter(cid, id)
){STRICT};

-- sqlite: CREATE TRIGGER matter_no_delete BEFORE DELETE ON matter BEGIN SELECT RAISE(ABORT, 'a matter stays on record'); END;
-- sqlite: CREATE TRIGGER matter_opening_stays BEFORE UPDATE OF opening, opened_on, kind, hazard, premises ON matter BEGIN SELECT RAISE(ABORT, 'the opening of a matter never changes'); END;
-- sqlite: CREATE TRIGGER matter_step_no_update BEFORE UPDATE ON matter_step BEGIN SELECT RAISE(ABORT, 'matter_step is append-only'); END;
-- sqlite: CREATE TRIGGER matter_step_no_delete BEFORE DELETE ON matter_step BEGIN SELECT RAISE(ABORT, 'matter_step is append-only'); END;
-- postgres: CREATE TRIGGER matter_only_grows BEFORE DELETE OR TRUNCATE ON matter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER matter_opening_stays BEFORE UPDATE OF opening, opened_on, kind, hazard, premises ON matter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER matter_step_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON matter_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
