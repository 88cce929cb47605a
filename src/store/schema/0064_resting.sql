-- Those that no round has to reach, which are few: without reading the register for them.
CREATE INDEX premises_resting ON premises(cid, id) WHERE NOT (status = 'operating' AND direct = '');
