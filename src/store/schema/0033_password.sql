-- The door: what a password is compared with, a row for each person who has one. The rounds stand beside the hash, so that they can grow.
CREATE TABLE password(
  staff {ID} NOT NULL PRIMARY KEY,
  salt {BYTES} NOT NULL, rounds {INT} NOT NULL CHECK (rounds > 0), hash {BYTES} NOT NULL,
  set_ms {INT} NOT NULL, set_by {TEXT} NOT NULL){STRICT};
-- Wrong ones since the last right one.
CREATE TABLE password_wrong(staff {ID} NOT NULL, at_ms {INT} NOT NULL){STRICT};
CREATE INDEX password_wrong_staff ON password_wrong(staff, at_ms);
-- What opens it when nobody knows a password who could give one: the code itself lies in a safe. One row at most.
CREATE TABLE recovery_code(
  place {INT} NOT NULL PRIMARY KEY CHECK (place = 1),
  salt {BYTES} NOT NULL, rounds {INT} NOT NULL CHECK (rounds > 0), hash {BYTES} NOT NULL,
  set_ms {INT} NOT NULL, set_by {TEXT} NOT NULL){STRICT};
