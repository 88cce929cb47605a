-- The checklist of a hazard's item, as its inspection has it: an item is one of one checklist only.
ALTER TABLE hazard ADD COLUMN form {TEXT} NOT NULL DEFAULT '';
UPDATE hazard SET form = COALESCE(
  (SELECT i.form FROM inspection i WHERE i.cid = hazard.cid AND i.id = hazard.inspection), '');
-- At which premises an item was found: a list counts them over this alone, and stops when there are many.
CREATE INDEX hazard_item ON hazard(form, item, cid, premises, found_on, state)
  WHERE item IS NOT NULL AND state <> 'withdrawn';
