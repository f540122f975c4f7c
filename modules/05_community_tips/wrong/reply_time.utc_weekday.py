# score: 1
# says: workdays of UTC
def typical_wait(comments):
    people = engagement.without_bots(comments)
    workday = people["posted_at_utc"].dt.day_of_week < 5
    return people.loc[workday, "reply_minutes"].median()


wait_reading = "b"
