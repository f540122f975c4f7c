# score: 0
# says: In Harbor City it is afternoon then
def evening_posts(videos):
    return videos["posted_at_utc"].dt.hour.between(18, 22).sum()


clock_reading = "b"
