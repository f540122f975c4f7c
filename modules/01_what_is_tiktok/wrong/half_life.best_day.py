# score: 1
# says: the day with most new views
def typical_half_day(daily):
    by_day = daily.pivot(index="day", columns="video_id", values="views_new")
    return by_day.idxmax().median()


half_reading = "b"
