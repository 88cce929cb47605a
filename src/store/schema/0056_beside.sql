-- What a letter of accountability has no room for stands in a table behind it (附表): its rows as they were confirmed.
ALTER TABLE warning ADD COLUMN beside {TEXT} NOT NULL DEFAULT '[]';
