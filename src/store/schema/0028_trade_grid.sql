-- What a 专业网格 looks after, in words (S2 三(一)3); empty for a grid by area.
ALTER TABLE unit ADD COLUMN trade {TEXT} NOT NULL DEFAULT '';
