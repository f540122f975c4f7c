# score: 1
# says: small share of the large crowd
people_low = 0.15 * 250
people_high = 0.20 * 200
ride_reading = "b"
