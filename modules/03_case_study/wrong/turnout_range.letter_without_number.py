# score: 1
# says: 15 is a percentage
people_low = 15
people_high = 20
ride_reading = "b"
