# score: 0
# says: crosses the ends
day_low, day_high = 3 * 4, 7 * 3
week_low, week_high = 5 * 12, 5 * 21
routine_reading = "a"
