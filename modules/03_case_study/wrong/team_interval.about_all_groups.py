# score: 1
# says: It was one team
wilson_low = 31
wilson_high = 73.8
team_reading = "b"
