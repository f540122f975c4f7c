# score: 1
# says: late ones pull it up
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    so_far = by_day.cumsum()
    return (so_far >= so_far.iloc[-1] / 2).idxmax().mean()


half_reading = "b"
