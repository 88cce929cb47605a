-- An entry is found by the address where it is inspected, too; written as what is typed to find it.
UPDATE premises SET find = find ||
-- sqlite: char(10) ||
-- postgres: chr(10) ||
  REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(site_address),
    ' ', ''), '　', ''), '[', '('), ']', ')'), '【', '('), '】', ')'), '〔', '('), '〕', ')'), '〖', '('), '〗', ')'),
    '—', '-'), '–', '-')
  WHERE site_address <> '';
