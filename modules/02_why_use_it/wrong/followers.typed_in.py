# score: 2
# elsewhere: 1
# says: on a new account
def followers_and_views(videos):
    return 0.0566


followers_reading = "c"
