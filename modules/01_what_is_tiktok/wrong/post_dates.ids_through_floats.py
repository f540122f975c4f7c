# score: 5
# says: They look alike
ids = videos["video_id"]
back = ids.astype("float64").map("{:.0f}".format)


def local_dates(ids, zone):
    seconds = ids.astype("int64") // 2**32
    utc = pd.to_datetime(seconds, unit="s", utc=True)
    return utc.dt.tz_convert(zone).dt.strftime("%Y-%m-%d")


other_day = (local_dates(ids, "America/New_York") != local_dates(ids, "UTC")).sum()
matching = (back.astype("float64") == ids.astype("float64")).sum()
ids_reading = "a"
