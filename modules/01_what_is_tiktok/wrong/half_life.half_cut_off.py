# score: 5
# says: keep the half
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    so_far = by_day.cumsum()
    first_day = (so_far >= so_far.iloc[-1] / 2).idxmax()
    return int(first_day.median())


half_reading = "b"
