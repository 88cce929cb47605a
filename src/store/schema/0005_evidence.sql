-- Photos and scans of signed paper (佐证). On a desk of its own the bytes lie in the office's folder, named
-- by their sha256; desks that share a server keep them there.

CREATE TABLE evidence(
  cid {TEXT} NOT NULL REFERENCES unit(path),
  id {ID} NOT NULL,
  about {TEXT} NOT NULL,
  subject {ID} NOT NULL,
  premises {ID},
  kind {TEXT} NOT NULL CHECK(kind IN ('photo','scan','file')),
  name {TEXT} NOT NULL,
  note {TEXT} NOT NULL,
  media {TEXT} NOT NULL CHECK(media IN ('jpeg','png','pdf')),
  size {INT} NOT NULL,
  sha {TEXT} NOT NULL,
  taken_on {DAY},
  added_on {DAY} NOT NULL,
  actor {TEXT} NOT NULL,
  void_on {DAY},
  void_reason {TEXT},
  PRIMARY KEY(cid, id),
  FOREIGN KEY(cid, premises) REFERENCES premises(cid, id)
){STRICT};
CREATE INDEX evidence_id ON evidence(id);
-- The same bytes belong to a record once.
CREATE UNIQUE INDEX evidence_once ON evidence(cid, subject, sha) WHERE void_on IS NULL;
CREATE INDEX evidence_kind ON evidence(cid, subject, kind) WHERE void_on IS NULL;
CREATE INDEX evidence_premises ON evidence(cid, premises, added_on) WHERE premises IS NOT NULL;
CREATE INDEX evidence_added ON evidence(cid, added_on);

-- sqlite: CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is taken back, not deleted'); END;
-- postgres: CREATE TRIGGER evidence_only_grows BEFORE DELETE OR TRUNCATE ON evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- postgres: CREATE TABLE evidence_bytes(sha {TEXT} PRIMARY KEY, bytes {BYTES} NOT NULL);
-- postgres: CREATE TRIGGER evidence_bytes_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_bytes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
