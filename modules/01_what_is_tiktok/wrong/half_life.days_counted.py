# score: 3.5
# says: That counts the days with less than half
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    so_far = by_day.cumsum()
    return (so_far < so_far.iloc[-1] / 2).sum().median()


half_reading = "b"
