-- A draft belongs to who typed it, and of what nobody signed in typed anybody may go on.
CREATE TABLE draft_whose(
  desk {TEXT} NOT NULL,
  who {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  subject {TEXT} NOT NULL,
  title {TEXT} NOT NULL,
  body {TEXT} NOT NULL,
  changed_ms {INT} NOT NULL,
  PRIMARY KEY(desk, who, kind, subject)
){STRICT};
INSERT INTO draft_whose(desk, who, kind, subject, title, body, changed_ms)
  SELECT desk, '', kind, subject, title, body, changed_ms FROM draft;
DROP TABLE draft;
ALTER TABLE draft_whose RENAME TO draft;
