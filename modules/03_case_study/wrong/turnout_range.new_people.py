# score: 2
# says: Nobody asked whether they were new
people_low = 30
people_high = 50
ride_reading = "a"
