# score: 1
# says: The larger group is sure
reached_low = 360
reached_high = 960
by_list = 600
gone_reading = "b"
