-- What waits to be compared is counted by grid, from the index alone.
DROP INDEX premises_verified;
CREATE INDEX premises_verified ON premises(cid, verified_on, status, grid) WHERE verified_on IS NOT NULL;
CREATE INDEX premises_late ON premises(cid, grid, verified_on, status) WHERE verified_on IS NOT NULL;
-- So is what a round that is over has left.
DROP INDEX premises_left;
CREATE INDEX premises_left ON premises(cid, grid, last_on, since, is_key, direct) WHERE status = 'operating';

-- The agenda asks for what runs out in these ledgers, too.
UPDATE entry SET waits = TRUE WHERE until_day IS NOT NULL AND void_on IS NULL
  AND ledger IN ('officer_exam', 'model_enterprise', 'supplies', 'credit');
