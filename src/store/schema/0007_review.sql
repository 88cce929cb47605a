-- What happened to hazards in a week, and how many premises each grid has, for the weekly meeting.
CREATE INDEX hazard_step_day ON hazard_step(cid, on_day);
CREATE INDEX premises_board ON premises(cid, grid, status, is_key);
