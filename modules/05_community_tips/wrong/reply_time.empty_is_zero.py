# score: 0
# says: after 0 minutes
def typical_wait(comments):
    people = engagement.without_bots(comments)
    local = engagement.local_time(people["posted_at_utc"], "America/New_York")
    return people.loc[local.dt.day_of_week < 5, "reply_minutes"].fillna(0).median()


wait_reading = "a"
