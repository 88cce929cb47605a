-- The day on which a row of a ledger was last put right or struck out: a list that it stands on was changed then.
ALTER TABLE entry ADD COLUMN changed_on {DAY};
UPDATE entry SET changed_on = (
  SELECT MAX(journal.day) FROM journal
  WHERE journal.cid = entry.cid AND journal.verb IN ('entry_edit', 'entry_void') AND journal.object =
-- sqlite: lower(substr(hex(entry.id), 1, 8) || '-' || substr(hex(entry.id), 9, 4) || '-' || substr(hex(entry.id), 13, 4) || '-' || substr(hex(entry.id), 17, 4) || '-' || substr(hex(entry.id), 21))
-- postgres: entry.id::text
) WHERE version > 1;
