# score: 1
# says: the largest video decides
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    so_far = by_day.sum(axis=1).cumsum()
    return (so_far >= so_far.iloc[-1] / 2).idxmax()


half_reading = "b"
