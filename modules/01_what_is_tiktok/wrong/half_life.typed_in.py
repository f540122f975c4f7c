# score: 2.5
# says: five small videos
def typical_half_day(daily):
    return 2


half_reading = "b"
