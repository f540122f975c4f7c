# score: 3
# says: A post at 18:00 sharp is missing
def evening_posts(videos):
    local = engagement.local_time(videos["posted_at_utc"], ZONE)
    clock = local.dt.strftime("%H:%M:%S")
    return ((clock > "18:00:00") & (clock < "23:00:00")).sum()


clock_reading = "c"
