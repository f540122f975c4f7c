# score: 0
# says: 17.5%
people_low = 35
people_high = 45
ride_reading = "c"
