# score: 1
# says: Type them in percent
wilson_low = 0.310
wilson_high = 0.738
team_reading = "c"
