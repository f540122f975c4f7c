# score: 3
# elsewhere: 1
# says: on a new account
def growth_without_burst(daily):
    return 3265


growth_reading = "b"
