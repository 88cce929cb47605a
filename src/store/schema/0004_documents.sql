-- Papers beside the notice, and the rows of ledgers that a form file defines.

-- An issued paper: its words as they were, numbered or not.
CREATE TABLE document(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  code {TEXT} NOT NULL,
  form_sha {TEXT} NOT NULL REFERENCES form_revision(sha),
  title {TEXT} NOT NULL,
  subject {ID},
  premises {ID},
  unit {TEXT} NOT NULL REFERENCES unit(path),
  year {INT} NOT NULL,
  serial {INT},
  number {TEXT} NOT NULL,
  issued_on {DAY} NOT NULL,
  fields {TEXT} NOT NULL,
  letter {TEXT} NOT NULL,
  void_on {DAY},
  void_reason {TEXT},
  PRIMARY KEY(cid, id)
){STRICT};
CREATE INDEX document_id ON document(id);
CREATE UNIQUE INDEX document_serial ON document(unit, code, year, serial) WHERE serial IS NOT NULL;
CREATE INDEX document_number ON document(number) WHERE number <> '';
CREATE INDEX document_subject ON document(cid, subject, issued_on);
CREATE INDEX document_premises ON document(cid, premises, issued_on);
CREATE INDEX document_issued ON document(cid, issued_on);

CREATE TABLE entry(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  ledger {TEXT} NOT NULL,
  form_sha {TEXT} NOT NULL REFERENCES form_revision(sha),
  premises {ID},
  hazard {ID},
  on_day {DAY} NOT NULL,
  until_day {DAY},
  fields {TEXT} NOT NULL,
  version {INT} NOT NULL,
  void_on {DAY},
  void_reason {TEXT},
  PRIMARY KEY(cid, id)
){STRICT};
CREATE INDEX entry_id ON entry(id);
CREATE INDEX entry_ledger ON entry(cid, ledger, on_day);
CREATE INDEX entry_premises ON entry(cid, premises, ledger, on_day) WHERE premises IS NOT NULL;
CREATE INDEX entry_hazard ON entry(cid, hazard) WHERE hazard IS NOT NULL;
CREATE INDEX entry_until ON entry(cid, until_day, ledger) WHERE until_day IS NOT NULL AND void_on IS NULL;

-- sqlite: CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'an issued paper stays visible'); END;
-- sqlite: CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is struck out, not deleted'); END;
-- postgres: CREATE TRIGGER document_only_grows BEFORE DELETE OR TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER entry_only_grows BEFORE DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
