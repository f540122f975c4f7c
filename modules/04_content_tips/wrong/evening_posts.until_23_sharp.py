# score: 3
# says: The evening ends before 23:00
def evening_posts(videos):
    local = engagement.local_time(videos["posted_at_utc"], ZONE)
    minutes = 60 * local.dt.hour + local.dt.minute
    return minutes.between(18 * 60, 23 * 60).sum()


clock_reading = "c"
