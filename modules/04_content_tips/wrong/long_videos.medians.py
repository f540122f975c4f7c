# score: 0
# says: Those are medians
def by_length(videos):
    bins, names = [0, 15, 30, 45, np.inf], ["1-15", "16-30", "31-45", "46+"]
    band = pd.cut(videos["duration_s"], bins=bins, labels=names)
    return videos.groupby(band, observed=False).agg(
        videos=("duration_s", "size"),
        full_watch_rate=("full_watch_rate", "median"),
        avg_watch_s=("avg_watch_s", "median"),
    )


length_reading = "d"
