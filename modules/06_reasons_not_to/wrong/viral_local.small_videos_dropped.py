# score: 2
# says: Their views are known
def viral_shares(videos):
    videos = videos.dropna(subset=["audience_local_share"])
    viral = videos["views"].idxmax()
    local = videos["views"] * videos["audience_local_share"]
    return videos["views"][viral] / videos["views"].sum(), local[viral] / local.sum()


viral_reading = "a"
