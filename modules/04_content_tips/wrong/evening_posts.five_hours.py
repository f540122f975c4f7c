# score: 0
# says: the clocks change in March
def evening_posts(videos):
    moved = videos["posted_at_utc"] - pd.Timedelta(hours=5)
    return moved.dt.hour.between(18, 22).sum()


clock_reading = "a"
