# score: 1
# says: ends of the normal method
wilson_low = 29.2
wilson_high = 76.7
team_reading = "c"
