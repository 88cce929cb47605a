-- Where an officer comes from: 巡防员、调解员、安全专干 (S2 职责三). Empty when nobody has said.
ALTER TABLE staff ADD COLUMN origin {TEXT} NOT NULL DEFAULT '';
