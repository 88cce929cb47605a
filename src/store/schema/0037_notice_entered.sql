-- The day on which a notice was given its number: its own day is that of the inspection (S0 四.1(2)).
ALTER TABLE notice ADD COLUMN entered_on {DAY};
UPDATE notice SET entered_on = (SELECT MIN(j.day) FROM journal j
  WHERE j.cid = notice.cid AND j.verb = 'notice_issue' AND j.object =
-- sqlite: lower(substr(hex(notice.id), 1, 8) || '-' || substr(hex(notice.id), 9, 4) || '-' || substr(hex(notice.id), 13, 4) || '-' || substr(hex(notice.id), 17, 4) || '-' || substr(hex(notice.id), 21))
-- postgres: notice.id::text
);
CREATE INDEX notice_late ON notice(cid, entered_on) WHERE entered_on > issued_on;
