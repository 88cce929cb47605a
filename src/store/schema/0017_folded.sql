-- What an entry is found by has no blanks and one kind of brackets, as what is typed to find it has none.
UPDATE premises SET find =
  REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(find,
    ' ', ''), '　', ''), '[', '('), ']', ')'), '【', '('), '】', ')'), '〔', '('), '〕', ')'), '〖', '('), '〗', ')'),
    '—', '-'), '–', '-');
