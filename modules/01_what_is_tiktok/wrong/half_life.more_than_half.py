# score: 3.5
# says: A video with exactly half has reached it, too
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    so_far = by_day.cumsum()
    return (so_far > so_far.iloc[-1] / 2).idxmax().median()


half_reading = "b"
