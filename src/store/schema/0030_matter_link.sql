-- What an event has to do with besides its premises: inspections, hazards, clues of its community (EVT-05).
CREATE TABLE matter_link(
  cid {TEXT} NOT NULL,
  matter {ID} NOT NULL,
  kind {TEXT} NOT NULL CHECK(kind IN ('inspection','hazard','clue')),
  target {ID} NOT NULL,
  PRIMARY KEY(cid, matter, kind, target),
  FOREIGN KEY(cid, matter) REFERENCES matter(cid, id)
){STRICT};
CREATE INDEX matter_link_target ON matter_link(cid, target);
