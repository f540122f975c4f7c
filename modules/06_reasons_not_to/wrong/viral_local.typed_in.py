# score: 3
# elsewhere: 1
# says: a new account, all views
def viral_shares(videos):
    return 0.5369, 0.1141


viral_reading = "b"
