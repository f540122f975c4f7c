# score: 1
# says: Those get news there
users_at_us_shares = 33
users_low = 16
users_high = 53
base_reading = "b"
