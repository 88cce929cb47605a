-- What happened to hazards in a week, for the weekly meeting.
CREATE INDEX hazard_step_day ON hazard_step(cid, on_day);
