# score: 1
# says: Those are the people whom they lose
reached_low = 1440
reached_high = 1800
by_list = 2040
gone_reading = "b"
