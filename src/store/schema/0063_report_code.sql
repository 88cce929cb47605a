-- What was sent of a campaign, by whom and of which days: without reading the words of every report.
CREATE INDEX report_code ON report(code, cid, from_day, to_day, due_on);
