# score: 2
# says: Nobody counted who would see a video
users_at_us_shares = 67.8
users_low = 48
users_high = 88
base_reading = "a"
