# score: 0
# says: ends of the exact method
wilson_low = 27.8
wilson_high = 77.0
team_reading = "a"
