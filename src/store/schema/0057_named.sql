-- Names of what a round has not reached, and since when each is on the register, are read from the index alone: the
-- entries themselves lie among those of all communities.
DROP INDEX premises_round;
DROP INDEX premises_key_round;
DROP INDEX premises_id;
CREATE INDEX premises_round ON premises(cid, last_on, since, grid, name, id, status, direct)
  WHERE status = 'operating' AND direct = '';
CREATE INDEX premises_key_round ON premises(cid, last_on, since, grid, name, id, status, is_key, direct)
  WHERE status = 'operating' AND is_key AND direct = '';
CREATE INDEX premises_id ON premises(id, cid, since);
