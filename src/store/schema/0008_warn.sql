-- 问责提醒: what a person said to a suggestion, or entered by hand. It led to a row of a ledger (通报, 约谈, 诫勉,
-- 移送) or to a supervision of the community; what was set aside led to nothing.
CREATE TABLE warning(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  code {TEXT} NOT NULL,
  target {TEXT} NOT NULL,
  confirmed {BOOL} NOT NULL,
  on_day {DAY} NOT NULL,
  since {DAY} NOT NULL,
  reason {TEXT} NOT NULL,
  actor {TEXT} NOT NULL,
  leads_to {ID},
  void_on {DAY},
  void_reason {TEXT},
  PRIMARY KEY(cid, id)
){STRICT};
CREATE INDEX warning_id ON warning(id);
CREATE INDEX warning_day ON warning(cid, on_day);

-- The cases that it spoke of: none of them is suggested again, unless it is taken back.
CREATE TABLE warning_case(
  cid {TEXT} NOT NULL,
  code {TEXT} NOT NULL,
  subject {TEXT} NOT NULL,
  warning {ID} NOT NULL,
  PRIMARY KEY(cid, code, subject),
  FOREIGN KEY(cid, warning) REFERENCES warning(cid, id)
){STRICT};

-- What the rules of accountability look at: hazards with something in their history, and by grid the premises that
-- rounds have left out.
CREATE INDEX hazard_eventful ON hazard(cid, id)
  WHERE is_open AND (steps >= 3 OR state = 'refused' OR grade = 'major');
CREATE INDEX premises_left ON premises(cid, grid, last_on, since, is_key) WHERE status = 'operating';

-- sqlite: CREATE TRIGGER warning_no_delete BEFORE DELETE ON warning BEGIN SELECT RAISE(ABORT, 'what was said to a suggestion stays'); END;
-- postgres: CREATE TRIGGER warning_only_grows BEFORE DELETE OR TRUNCATE ON warning FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
