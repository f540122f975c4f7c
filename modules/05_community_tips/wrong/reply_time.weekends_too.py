# score: 1
# says: weekends in it
def typical_wait(comments):
    people = engagement.without_bots(comments)
    return people["reply_minutes"].median()


wait_reading = "b"
