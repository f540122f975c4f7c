# score: 2
# says: on a new account
shown = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22).sum()


def evening_posts(videos):
    return shown


clock_reading = "c"
