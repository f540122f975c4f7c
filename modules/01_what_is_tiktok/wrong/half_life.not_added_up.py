# score: 1
# says: Compare the views so far
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    return (by_day >= by_day.sum() / 2).idxmax().median()


half_reading = "b"
