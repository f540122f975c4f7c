# score: 1
# says: so the lowest is less
reached_low = 960
reached_high = 960
by_list = 360
gone_reading = "c"
