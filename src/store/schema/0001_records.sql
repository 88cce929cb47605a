-- The register, the inspections and what came of them. The community (`cid`) comes first in every key of
-- what belongs to one: it is the fast index, the row-security key and the distribution column.

CREATE TABLE unit(
  path {TEXT} PRIMARY KEY,
  name {TEXT} NOT NULL,
  office {TEXT} NOT NULL,
  linked_leader {TEXT} NOT NULL,
  boundary {TEXT} NOT NULL,
  valid_from {DAY} NOT NULL,
  valid_to {DAY}
){STRICT};

CREATE TABLE staff(
  unit {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  name {TEXT} NOT NULL,
  role {TEXT} NOT NULL CHECK(role IN ('grid_officer','safety_officer','community_head','street_officer','linked_leader','admin','viewer')),
  phone {TEXT} NOT NULL,
  card {TEXT} NOT NULL,
  active {BOOL} NOT NULL,
  -- 专职 rather than 兼职.
  full_time {BOOL} NOT NULL,
  PRIMARY KEY(unit, id)
){STRICT};
CREATE UNIQUE INDEX staff_name ON staff(unit, name, role);

-- Who does what for a grid, from a day to a day.
CREATE TABLE assignment(
  grid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  duty {TEXT} NOT NULL CHECK(duty IN ('grid_officer','supervisor','contact','guarantor')),
  name {TEXT} NOT NULL,
  post {TEXT} NOT NULL,
  from_day {DAY} NOT NULL,
  to_day {DAY},
  PRIMARY KEY(grid, id)
){STRICT};

-- The source of every form revision ever used, by its sha256.
CREATE TABLE form_revision(
  sha {TEXT} PRIMARY KEY,
  kind {TEXT} NOT NULL,
  code {TEXT} NOT NULL,
  revision {INT} NOT NULL,
  source {TEXT} NOT NULL
){STRICT};

CREATE TABLE premises(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  grid {TEXT},
  name {TEXT} NOT NULL,
  sort {TEXT} NOT NULL,
  find {TEXT} NOT NULL,
  uscc {TEXT} NOT NULL,
  licensed {BOOL} NOT NULL,
  kind {TEXT} NOT NULL CHECK(kind IN ('enterprise','rental','social')),
  address {TEXT} NOT NULL,
  site_address {TEXT} NOT NULL,
  industry {TEXT} NOT NULL,
  category {TEXT} NOT NULL,
  person_in_charge {TEXT} NOT NULL,
  safety_lead {TEXT} NOT NULL,
  phone {TEXT} NOT NULL,
  is_key {BOOL} NOT NULL,
  key_reasons {TEXT} NOT NULL,
  risk {TEXT} CHECK(risk IN ('red','orange','yellow','blue')),
  extra {TEXT} NOT NULL,
  status {TEXT} NOT NULL CHECK(status IN ('operating','suspended','closed','moved_out')),
  since {DAY} NOT NULL,
  last_on {DAY},
  version {INT} NOT NULL,
  PRIMARY KEY(cid, id)
){STRICT};
-- An id alone is enough to find a record, whatever communities the asker sees.
CREATE INDEX premises_id ON premises(id);
CREATE INDEX premises_sort ON premises(cid, sort, id);
-- The name first: a street looks for one among all its communities.
CREATE INDEX premises_name ON premises(name, cid);
CREATE INDEX premises_uscc ON premises(cid, uscc) WHERE uscc <> '';
CREATE INDEX premises_round ON premises(cid, last_on, status) WHERE status = 'operating';
CREATE INDEX premises_key_round ON premises(cid, last_on, status, is_key) WHERE status = 'operating' AND is_key;

-- One roster taken in; it can be taken back while nothing stands on it.
CREATE TABLE import_batch(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  file {TEXT} NOT NULL,
  on_day {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  added {INT} NOT NULL,
  updated {INT} NOT NULL,
  undone_on {DAY},
  PRIMARY KEY(cid, id)
){STRICT};

-- Dated changes; `after` is the whole entry as it stood afterwards, so that any day can be read.
CREATE TABLE premises_change(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  premises {ID} NOT NULL,
  seq {INT} NOT NULL,
  kind {TEXT} NOT NULL CHECK(kind IN ('added','suspended','closed','switched','resumed','moved_out','corrected')),
  on_day {DAY} NOT NULL,
  reason {TEXT} NOT NULL,
  actor {TEXT} NOT NULL,
  after_entry {TEXT} NOT NULL,
  batch {ID},
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id)
){STRICT};
CREATE UNIQUE INDEX premises_change_order ON premises_change(cid, premises, seq);
CREATE INDEX premises_change_day ON premises_change(cid, on_day);
CREATE INDEX premises_change_batch ON premises_change(cid, batch) WHERE batch IS NOT NULL;

CREATE TABLE inspection(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  grid {TEXT},
  premises {ID} NOT NULL,
  on_day {DAY} NOT NULL,
  inspectors {TEXT} NOT NULL,
  form {TEXT} NOT NULL,
  form_sha {TEXT} NOT NULL REFERENCES form_revision(sha),
  answers {TEXT} NOT NULL,
  nature {TEXT} NOT NULL,
  blanks {TEXT} NOT NULL,
  hazards {INT} NOT NULL,
  corrects {ID},
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id)
){STRICT};
CREATE INDEX inspection_id ON inspection(id);
CREATE INDEX inspection_day ON inspection(cid, on_day);
CREATE INDEX inspection_premises ON inspection(cid, premises, on_day);
-- A visit written to the wrong place may be corrected in another community.
CREATE UNIQUE INDEX inspection_corrects ON inspection(corrects) WHERE corrects IS NOT NULL;

-- What was found. The columns from `state` on are the fold of hazard_step, kept for queries.
CREATE TABLE hazard(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  grid {TEXT},
  premises {ID} NOT NULL,
  inspection {ID} NOT NULL,
  ordinal {INT} NOT NULL,
  item {TEXT},
  text {TEXT} NOT NULL,
  category {TEXT} NOT NULL,
  disposal {TEXT} NOT NULL CHECK(disposal IN ('on_the_spot','by_deadline','suspend','refer')),
  requirement {TEXT} NOT NULL,
  interim {TEXT} NOT NULL,
  basis {TEXT} NOT NULL,
  responsible {TEXT} NOT NULL,
  acceptor {TEXT} NOT NULL,
  owner {TEXT} NOT NULL,
  found_on {DAY} NOT NULL,
  first_grade {TEXT} NOT NULL CHECK(first_grade IN ('general','major','unsure')),
  term {TEXT},
  state {TEXT} NOT NULL CHECK(state IN ('found','ordered','passed','refused','reported','closed','withdrawn')),
  grade {TEXT} NOT NULL CHECK(grade IN ('general','major','unsure')),
  is_open {BOOL} NOT NULL,
  deadline {DAY},
  closed_on {DAY},
  -- How far the report of a major hazard has come, and since when; empty before it is filled.
  report {TEXT} NOT NULL CHECK(report IN ('','filled','verified','signed','sealed','approved','received','street_verified','accepted')),
  report_on {DAY},
  steps {INT} NOT NULL,
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id),
  FOREIGN KEY(cid, inspection) REFERENCES inspection(cid, id)
){STRICT};
CREATE INDEX hazard_id ON hazard(id);
-- Holds all that the lists and counts of open hazards choose by, so that they read no record for it.
CREATE INDEX hazard_open ON hazard(cid, deadline, id, state, grade, is_open) WHERE is_open;
CREATE INDEX hazard_due ON hazard(deadline, id, cid, state, grade, is_open) WHERE is_open;
-- Deadlines that still run, counted without looking at a state.
CREATE INDEX hazard_running ON hazard(cid, deadline, state, is_open)
  WHERE is_open AND state IN ('ordered', 'refused', 'reported');
CREATE INDEX hazard_waiting ON hazard(cid, deadline, id, state, grade, is_open)
  WHERE is_open AND (state IN ('passed', 'refused') OR grade = 'unsure');
-- Major hazards are few: their list and what their reports wait for.
CREATE INDEX hazard_major ON hazard(cid, is_open, report) WHERE grade = 'major';
CREATE INDEX hazard_found ON hazard(cid, found_on);
CREATE INDEX hazard_closed ON hazard(cid, closed_on) WHERE closed_on IS NOT NULL;
CREATE INDEX hazard_inspection ON hazard(cid, inspection, ordinal);
CREATE INDEX hazard_premises ON hazard(cid, premises, found_on);
CREATE INDEX hazard_premises_open ON hazard(cid, premises, is_open) WHERE is_open;

CREATE TABLE hazard_step(
  cid {TEXT} NOT NULL,
  hazard {ID} NOT NULL,
  seq {INT} NOT NULL,
  on_day {DAY} NOT NULL,
  kind {TEXT} NOT NULL,
  actor {TEXT} NOT NULL,
  body {TEXT} NOT NULL,
  PRIMARY KEY(cid, hazard, seq),
  FOREIGN KEY(cid, hazard) REFERENCES hazard(cid, id)
){STRICT};

-- The last serial given, per unit, series and year: gap-free because it moves with the notice.
CREATE TABLE serial(
  unit {TEXT} NOT NULL REFERENCES unit(path),
  series {TEXT} NOT NULL,
  year {INT} NOT NULL,
  last {INT} NOT NULL,
  PRIMARY KEY(unit, series, year)
){STRICT};

CREATE TABLE notice(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  unit {TEXT} NOT NULL REFERENCES unit(path),
  series {TEXT} NOT NULL,
  year {INT} NOT NULL,
  serial {INT} NOT NULL,
  number {TEXT} NOT NULL,
  inspection {ID} NOT NULL,
  premises {ID} NOT NULL,
  issued_on {DAY} NOT NULL,
  form_sha {TEXT} NOT NULL REFERENCES form_revision(sha),
  addressee {TEXT} NOT NULL,
  letter {TEXT} NOT NULL,
  void_on {DAY},
  void_reason {TEXT},
  -- 拒签: the premises would not sign, before these witnesses.
  refused_on {DAY},
  witnesses {TEXT},
  refusal {TEXT},
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, inspection) REFERENCES inspection(cid, id)
){STRICT};
CREATE INDEX notice_id ON notice(id);
CREATE INDEX notice_inspection ON notice(cid, inspection);
CREATE UNIQUE INDEX notice_serial ON notice(unit, series, year, serial);
CREATE INDEX notice_number ON notice(number);
CREATE UNIQUE INDEX notice_valid ON notice(cid, inspection) WHERE void_on IS NULL;
CREATE INDEX notice_year ON notice(cid, year, serial);
CREATE INDEX notice_premises ON notice(cid, premises);
CREATE INDEX notice_issued ON notice(issued_on, serial);
CREATE INDEX notice_void ON notice(cid, inspection) WHERE void_on IS NOT NULL;

-- Issued paper as it left the printer: a reprint gives the same bytes.
CREATE TABLE paper(
  cid {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  subject {ID} NOT NULL,
  sha {TEXT} NOT NULL,
  made_on {DAY} NOT NULL,
  bytes {BYTES} NOT NULL,
  PRIMARY KEY(cid, kind, subject)
){STRICT};

-- sqlite: CREATE TRIGGER hazard_step_no_update BEFORE UPDATE ON hazard_step BEGIN SELECT RAISE(ABORT, 'hazard_step is append-only'); END;
-- sqlite: CREATE TRIGGER hazard_step_no_delete BEFORE DELETE ON hazard_step BEGIN SELECT RAISE(ABORT, 'hazard_step is append-only'); END;
-- sqlite: CREATE TRIGGER inspection_no_update BEFORE UPDATE ON inspection BEGIN SELECT RAISE(ABORT, 'a signed inspection never changes'); END;
-- sqlite: CREATE TRIGGER inspection_no_delete BEFORE DELETE ON inspection BEGIN SELECT RAISE(ABORT, 'a signed inspection never changes'); END;
-- sqlite: CREATE TRIGGER notice_no_delete BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'a number given stays visible'); END;
-- sqlite: CREATE TRIGGER paper_no_update BEFORE UPDATE ON paper BEGIN SELECT RAISE(ABORT, 'issued paper never changes'); END;
-- sqlite: CREATE TRIGGER paper_no_delete BEFORE DELETE ON paper BEGIN SELECT RAISE(ABORT, 'issued paper never changes'); END;
-- postgres: CREATE TRIGGER hazard_step_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON hazard_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER inspection_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON inspection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER notice_only_grows BEFORE DELETE OR TRUNCATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TRIGGER paper_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
