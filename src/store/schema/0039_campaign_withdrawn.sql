-- 撤销立项 of a campaign: taken back with a reason, and counted by nothing from then on.
ALTER TABLE campaign ADD COLUMN withdrawn_on {DAY};
ALTER TABLE campaign ADD COLUMN withdrawn_reason {TEXT};
