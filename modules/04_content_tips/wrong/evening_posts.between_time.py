# score: 3
# says: The evening ends before 23:00
def evening_posts(videos):
    local = engagement.local_time(videos["posted_at_utc"], ZONE)
    return len(videos.set_index(local).between_time("18:00", "23:00"))


clock_reading = "c"
