-- Half-filled forms of the screens, by the desk that fills them. They are no records: nothing is journaled,
-- and a draft is gone once its form is saved.

CREATE TABLE draft(
  desk {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  subject {TEXT} NOT NULL,
  title {TEXT} NOT NULL,
  body {TEXT} NOT NULL,
  changed_ms {INT} NOT NULL,
  PRIMARY KEY(desk, kind, subject)
){STRICT};
