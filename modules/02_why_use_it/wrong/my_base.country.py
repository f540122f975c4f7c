# score: 0
# says: older than the country
users_at_us_shares = 74
users_low = 54
users_high = 94
base_reading = "c"
