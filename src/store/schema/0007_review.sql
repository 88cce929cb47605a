-- What happened to hazards in a week, and how many premises each grid has, for the weekly meeting.
CREATE INDEX hazard_step_day ON hazard_step(cid, on_day, kind);
CREATE INDEX premises_board ON premises(cid, grid, status, is_key);
-- What is open, by grid; notices that stand, with the day from which a signed scan is waited for.
CREATE INDEX hazard_board ON hazard(cid, grid, found_on, deadline, state, grade, is_open) WHERE is_open;
CREATE INDEX notice_standing ON notice(cid, issued_on, id) WHERE void_on IS NULL;
