# score: 2
# says: ten people to each side
users_at_us_shares = 68
users_low = 58
users_high = 78
base_reading = "b"
