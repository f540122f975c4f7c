# score: 5
# says: Take the middle of the days
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    so_far = by_day.cumsum()
    first_day = (so_far >= so_far.iloc[-1] / 2).idxmax()
    return first_day.mode()[0]


half_reading = "b"
