# score: 2
# elsewhere: 1
# says: visits on a new list
def tiktok_visits(sessions):
    return 170


visits_reading = "b"
