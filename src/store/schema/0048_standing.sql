-- What the board counts of the register, and no more.
CREATE INDEX premises_standing ON premises(cid, grid, is_key) WHERE status <> 'moved_out';
