# score: 3
# says: 5 hours behind UTC in winter
def typical_wait(comments):
    people = engagement.without_bots(comments)
    local = people["posted_at_utc"] - pd.Timedelta(hours=4)
    return people.loc[local.dt.day_of_week < 5, "reply_minutes"].median()


wait_reading = "b"
