# score: 1
# says: They are no mistake: keep them
def by_length(videos):
    kept = videos[videos["avg_watch_s"] <= videos["duration_s"]]
    return engagement.completion_by_length(kept)


length_reading = "c"
