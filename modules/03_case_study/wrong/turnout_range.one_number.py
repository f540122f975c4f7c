# score: 1
# says: middle of both ranges
people_low = 39
people_high = 39
ride_reading = "b"
