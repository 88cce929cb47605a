-- Whoever leaves has a day and a reason; whoever comes back has a row of their own with its first day.
ALTER TABLE staff ADD COLUMN since_day {DAY};
-- The first day on which the person is no longer there.
ALTER TABLE staff ADD COLUMN left_on {DAY};
ALTER TABLE staff ADD COLUMN left_why {TEXT} NOT NULL DEFAULT '';
ALTER TABLE staff DROP COLUMN active;
DROP INDEX staff_name;
CREATE UNIQUE INDEX staff_name ON staff(unit, name, role) WHERE left_on IS NULL;
