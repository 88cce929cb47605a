-- Which premises a round has to reach, the plan of the visits, campaigns, and what is due in the ledgers.

-- 部门直管: which department supervises it and why; empty for what the grid patrols (S2 §三(一)3).
ALTER TABLE premises ADD COLUMN direct {TEXT} NOT NULL DEFAULT '';
-- The last day on which the entry was compared with what is there (S2 制度五); registering is comparing.
ALTER TABLE premises ADD COLUMN verified_on {DAY};
UPDATE premises SET verified_on = since;

DROP INDEX premises_round;
DROP INDEX premises_key_round;
DROP INDEX premises_board;
-- As narrow as they are, SQLite takes the second and not the first to find the key premises.
CREATE INDEX premises_round ON premises(cid, last_on) WHERE status = 'operating' AND direct = '';
CREATE INDEX premises_key_round ON premises(cid, last_on) WHERE status = 'operating' AND is_key AND direct = '';
-- Hold all that the board and the coverage count by.
CREATE INDEX premises_board ON premises(cid, grid, status, direct, is_key, last_on);
CREATE INDEX premises_key_board ON premises(cid, grid, last_on, status, is_key, direct)
  WHERE status = 'operating' AND is_key AND direct = '';
-- Holds the names of the key premises in their order.
CREATE INDEX premises_key_names ON premises(cid, grid, sort, id, name, last_on, status, is_key, direct)
  WHERE status = 'operating' AND is_key AND direct = '';
CREATE INDEX premises_direct ON premises(cid, direct) WHERE direct <> '';
-- For its own question alone: other counts of the register would take it for theirs.
CREATE INDEX premises_verified ON premises(cid, verified_on, status) WHERE verified_on IS NOT NULL;

CREATE TABLE verification(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  premises {ID} NOT NULL,
  on_day {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  note {TEXT} NOT NULL,
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id)
){STRICT};
CREATE INDEX verification_premises ON verification(cid, premises, on_day);

-- Whose visit it was: the street and the district have rounds of their own (S2 职责二(二)3).
ALTER TABLE inspection ADD COLUMN level {TEXT} NOT NULL DEFAULT 'community'
  CHECK(level IN ('community','street','district'));
DROP INDEX inspection_day;
CREATE INDEX inspection_day ON inspection(cid, on_day, premises, level);

-- A row of a ledger that somebody still has to do something about by its last day.
ALTER TABLE entry ADD COLUMN waits {BOOL} NOT NULL DEFAULT FALSE;
UPDATE entry SET waits = TRUE WHERE until_day IS NOT NULL AND void_on IS NULL;
CREATE INDEX entry_waits ON entry(cid, until_day, ledger, waits) WHERE waits;

-- 专项行动: of a unit and all below it.
CREATE TABLE campaign(
  unit {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  name {TEXT} NOT NULL,
  from_day {DAY} NOT NULL,
  to_day {DAY} NOT NULL,
  body {TEXT} NOT NULL,
  ended_on {DAY},
  ended_reason {TEXT},
  version {INT} NOT NULL,
  PRIMARY KEY(unit, id)
){STRICT};
CREATE INDEX campaign_days ON campaign(unit, to_day);

-- The agreed plan: who goes where on which day, and in which days the visit is owed.
CREATE TABLE plan_visit(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  grid {TEXT},
  premises {ID} NOT NULL,
  person {TEXT} NOT NULL,
  on_day {DAY} NOT NULL,
  rule {TEXT} NOT NULL,
  from_day {DAY} NOT NULL,
  to_day {DAY} NOT NULL,
  by_hand {BOOL} NOT NULL,
  version {INT} NOT NULL,
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id)
){STRICT};
CREATE INDEX plan_visit_id ON plan_visit(id);
CREATE INDEX plan_visit_day ON plan_visit(cid, on_day, premises);
CREATE UNIQUE INDEX plan_visit_once ON plan_visit(cid, premises, person, on_day);
