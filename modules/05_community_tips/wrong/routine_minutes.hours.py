# score: 2
# says: Those are hours
day_low, day_high = 9, 28
week_low, week_high = 45 / 60, 140 / 60
routine_reading = "b"
