# score: 2
# says: not on days off
day_low, day_high = 9, 28
week_low, week_high = 7 * 9, 7 * 28
routine_reading = "b"
