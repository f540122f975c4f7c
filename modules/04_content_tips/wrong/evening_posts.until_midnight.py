# score: 1
# says: The last hour is 22
def evening_posts(videos):
    hour = engagement.local_time(videos["posted_at_utc"], ZONE).dt.hour
    return (hour >= 18).sum()


clock_reading = "c"
