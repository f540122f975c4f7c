# score: 3
# says: takes off five hours all year
ids = videos["video_id"]
back = ids.astype("float64").map("{:.0f}".format)


def local_dates(ids, zone):
    seconds = ids.astype("int64") // 2**32
    utc = pd.to_datetime(seconds, unit="s", utc=True)
    return (utc - pd.Timedelta(hours=5)).dt.strftime("%Y-%m-%d")


new_york = utc_dates = local_dates(ids, "America/New_York")
other_day = (new_york == new_york).sum()
matching = back.isin(ids).sum()
ids_reading = "b"
