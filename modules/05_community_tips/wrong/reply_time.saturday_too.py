# score: 1
# says: 5 is Saturday
def typical_wait(comments):
    people = engagement.without_bots(comments)
    local = engagement.local_time(people["posted_at_utc"], "America/New_York")
    return people.loc[local.dt.day_of_week <= 5, "reply_minutes"].median()


wait_reading = "b"
