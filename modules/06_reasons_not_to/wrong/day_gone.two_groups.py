# score: 1
# says: Those are the two groups, one by one
reached_low = 360
reached_high = 600
by_list = 360
gone_reading = "a"
