-- Who takes over what is open under the name of somebody who leaves on a day to come; empty when nothing waits for it.
ALTER TABLE staff ADD COLUMN left_to {TEXT} NOT NULL DEFAULT '';

-- When a task was done: the weekly meeting asks for those that are not, and those of its week.
ALTER TABLE entry ADD COLUMN done_day {DAY};
-- sqlite:UPDATE entry SET done_day = NULLIF(json_extract(fields, '$.done_on'), '');
-- postgres:UPDATE entry SET done_day = CAST(NULLIF(CAST(fields AS jsonb) ->> 'done_on', '') AS DATE);
CREATE INDEX entry_done ON entry(cid, ledger, done_day, on_day);

-- What left the office is found without reading the whole journal.
CREATE INDEX journal_export ON journal(at_ms) WHERE verb = 'export';
