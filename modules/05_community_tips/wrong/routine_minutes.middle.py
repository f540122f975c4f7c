# score: 1
# says: both ends
day_low, day_high = 3 * 3.5, 7 * 3.5
week_low, week_high = 5 * day_low, 5 * day_high
routine_reading = "b"
