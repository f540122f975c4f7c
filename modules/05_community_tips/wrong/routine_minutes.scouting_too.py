# score: 1
# says: scouting in it
day_low, day_high = 14, 33
week_low, week_high = 45, 140
routine_reading = "c"
