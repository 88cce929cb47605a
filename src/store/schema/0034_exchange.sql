-- What was exchanged with offices that keep databases of their own (NF-04), by community.

-- The newest parcel that was taken in of each office: by its own clock when it was made, by ours when it was taken in.
CREATE TABLE exchange(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  other {TEXT} NOT NULL,
  name {TEXT} NOT NULL,
  made_ms {INT} NOT NULL,
  taken_ms {INT} NOT NULL,
  on_day {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  PRIMARY KEY(cid, other)
){STRICT};

-- What a record was on either side when they last agreed on it, as sha256 of its content, with the same two clocks.
CREATE TABLE exchanged(
  cid {TEXT} NOT NULL,
  other {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  record {TEXT} NOT NULL,
  ours {TEXT} NOT NULL,
  theirs {TEXT} NOT NULL,
  made_ms {INT} NOT NULL,
  taken_ms {INT} NOT NULL,
  PRIMARY KEY(cid, other, kind, record)
){STRICT};

-- Entered twice under two ids, and said to be the same: what comes in by the one is ours by the other.
CREATE TABLE exchange_same(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  theirs {ID} NOT NULL,
  ours {ID} NOT NULL,
  kind {TEXT} NOT NULL,
  PRIMARY KEY(cid, theirs)
){STRICT};
