# score: 5
# says: another zone
ids = videos["video_id"]
back = ids.astype("float64").map("{:.0f}".format)


def local_dates(ids, zone):
    seconds = ids.astype("int64") // 2**32
    utc = pd.to_datetime(seconds, unit="s", utc=True)
    return utc.dt.tz_convert("America/New_York").dt.strftime("%Y-%m-%d")


by_utc = engagement.post_times(ids).dt.strftime("%Y-%m-%d")
other_day = (local_dates(ids, "America/New_York") != by_utc).sum()
matching = back.isin(ids).sum()
ids_reading = "b"
