-- What a round has left is counted along one stretch of an index a community, without a look at a row: nobody has seen it
-- since a day, and it was on the register by another.
DROP INDEX premises_round;
DROP INDEX premises_key_round;
CREATE INDEX premises_round ON premises(cid, last_on, since) WHERE status = 'operating' AND direct = '';
CREATE INDEX premises_key_round ON premises(cid, last_on, since) WHERE status = 'operating' AND is_key AND direct = '';
-- The same grid by grid. The index of all does not hold what tells the key premises: SQLite would go through all of them.
DROP INDEX premises_left;
DROP INDEX premises_key_board;
CREATE INDEX premises_left ON premises(cid, grid, last_on, since, direct) WHERE status = 'operating';
CREATE INDEX premises_key_board ON premises(cid, grid, last_on, since, status, is_key, direct)
  WHERE status = 'operating' AND is_key AND direct = '';
-- So is what waits to be compared.
DROP INDEX premises_verified;
DROP INDEX premises_late;
CREATE INDEX premises_verified ON premises(cid, verified_on, grid) WHERE status = 'operating' AND verified_on IS NOT NULL;
CREATE INDEX premises_late ON premises(cid, grid, verified_on) WHERE status = 'operating' AND verified_on IS NOT NULL;
