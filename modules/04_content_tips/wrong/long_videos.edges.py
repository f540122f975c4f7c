# score: 1
# says: one second early
def by_length(videos):
    bins, names = [0, 15, 30, 45, np.inf], ["1-15", "16-30", "31-45", "46+"]
    band = pd.cut(videos["duration_s"], bins=bins, labels=names, right=False)
    return videos.groupby(band, observed=False).agg(
        videos=("duration_s", "size"),
        full_watch_rate=("full_watch_rate", "mean"),
        avg_watch_s=("avg_watch_s", "mean"),
    )


length_reading = "c"
