-- 联合检查: the levels whose people went along on a visit that is of a higher one (inspection.level), where they have rounds
-- of their own (S2 职责二(二)3). The dates of the premises have them already; this says which visits they come from.
CREATE TABLE inspection_level(
  cid {TEXT} NOT NULL,
  inspection {ID} NOT NULL,
  level {TEXT} NOT NULL CHECK(level IN ('street','district')),
  PRIMARY KEY(cid, inspection, level),
  FOREIGN KEY(cid, inspection) REFERENCES inspection(cid, id)
){STRICT};
-- What was recorded before, told by the names and the staff list of that day: a visit of the district with somebody who had a
-- post of the street in which the premises stands, and none of the district.
INSERT INTO inspection_level(cid, inspection, level)
SELECT i.cid, i.id, 'street' FROM inspection i
JOIN unit u ON i.cid LIKE u.path || '/%' AND length(u.path) - length(replace(u.path, '/', '')) = 2
WHERE i.level = 'district' AND EXISTS (
  SELECT 1 FROM staff s
  WHERE i.inspectors LIKE '%"' || s.name || '"%'
    AND (s.since_day IS NULL OR s.since_day <= i.on_day) AND (s.left_on IS NULL OR i.on_day < s.left_on)
    AND s.role <> 'district_officer'
    AND (s.unit = u.path OR s.unit LIKE u.path || '/%' AND s.role IN ('street_officer','linked_leader'))
    AND NOT EXISTS (
      SELECT 1 FROM staff d
      WHERE d.name = s.name
        AND (d.since_day IS NULL OR d.since_day <= i.on_day) AND (d.left_on IS NULL OR i.on_day < d.left_on)
        AND (d.role = 'district_officer' OR length(d.unit) - length(replace(d.unit, '/', '')) < 2)));
UPDATE premises SET street_on = (
  SELECT MAX(i.on_day) FROM inspection i
  WHERE i.cid = premises.cid AND i.premises = premises.id
    AND (i.level = 'street' OR EXISTS (
      SELECT 1 FROM inspection_level l WHERE l.cid = i.cid AND l.inspection = i.id AND l.level = 'street'))
    AND NOT EXISTS (SELECT 1 FROM inspection c WHERE c.corrects = i.id))
WHERE (cid, id) IN (
  SELECT i.cid, i.premises FROM inspection_level l JOIN inspection i ON i.cid = l.cid AND i.id = l.inspection);
