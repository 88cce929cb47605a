-- Why a unit was closed; its last day is `valid_to`.
ALTER TABLE unit ADD COLUMN closed_why {TEXT} NOT NULL DEFAULT '';
