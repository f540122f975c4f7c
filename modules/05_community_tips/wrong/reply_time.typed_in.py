# score: 2
# elsewhere: 1
# says: on new comments
def typical_wait(comments):
    return 74


wait_reading = "b"
