-- 回潮: a hazard whose item was closed at the same premises within a year before it was found, with the
-- closed one. Told when it is entered; most hazards have no row.
CREATE TABLE recurrence(
  cid {TEXT} NOT NULL,
  hazard {ID} NOT NULL,
  earlier {ID} NOT NULL,
  PRIMARY KEY(cid, hazard),
  FOREIGN KEY(cid, hazard) REFERENCES hazard(cid, id),
  FOREIGN KEY(cid, earlier) REFERENCES hazard(cid, id)
){STRICT};

-- 不具备安全生产条件: since when and why, and when its closure was asked for.
CREATE TABLE unfit(
  cid {TEXT} NOT NULL,
  id {ID} NOT NULL,
  premises {ID} NOT NULL,
  on_day {DAY} NOT NULL,
  reason {TEXT} NOT NULL,
  actor {TEXT} NOT NULL,
  reported_on {DAY},
  lifted_on {DAY},
  lifted_reason {TEXT},
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id)
){STRICT};
CREATE UNIQUE INDEX unfit_standing ON unfit(cid, premises) WHERE lifted_on IS NULL;
