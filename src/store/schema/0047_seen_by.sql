-- The last visit by an officer of the street and of the district, as last_on is that by anybody: their rounds are their own
-- (S2 职责二(二)3), and what they go on missing is late since the first week or month that missed it.
ALTER TABLE premises ADD COLUMN street_on {DAY};
ALTER TABLE premises ADD COLUMN district_on {DAY};
UPDATE premises SET
  street_on = (
    SELECT MAX(i.on_day) FROM inspection i WHERE i.cid = premises.cid AND i.premises = premises.id AND i.level = 'street'
      AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id)),
  district_on = (
    SELECT MAX(i.on_day) FROM inspection i WHERE i.cid = premises.cid AND i.premises = premises.id AND i.level = 'district'
      AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id))
WHERE EXISTS (
  SELECT 1 FROM inspection i WHERE i.cid = premises.cid AND i.premises = premises.id AND i.level <> 'community');
-- Both rounds of the source are of the key premises.
CREATE INDEX premises_key_street ON premises(cid, street_on, since) WHERE status = 'operating' AND is_key AND direct = '';
CREATE INDEX premises_key_district ON premises(cid, district_on, since) WHERE status = 'operating' AND is_key AND direct = '';
