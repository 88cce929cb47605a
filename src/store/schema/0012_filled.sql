-- What the checklist of an inspection says on paper, kept when it was recorded: a later entry of the register changes
-- no paper.
CREATE TABLE filled(
  cid {TEXT} NOT NULL,
  inspection {ID} NOT NULL,
  words {TEXT} NOT NULL,
  PRIMARY KEY(cid, inspection),
  FOREIGN KEY(cid, inspection) REFERENCES inspection(cid, id)
){STRICT};

-- sqlite: CREATE TRIGGER filled_no_update BEFORE UPDATE ON filled BEGIN SELECT RAISE(ABORT, 'a signed inspection never changes'); END;
-- sqlite: CREATE TRIGGER filled_no_delete BEFORE DELETE ON filled BEGIN SELECT RAISE(ABORT, 'a signed inspection never changes'); END;
-- postgres: CREATE TRIGGER filled_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON filled FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
