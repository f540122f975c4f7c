# score: 2
# says: Divide by the local views of all videos
def viral_shares(videos):
    viral = videos["views"].idxmax()
    local = videos["views"] * videos["audience_local_share"]
    total = videos["views"].sum()
    return videos["views"][viral] / total, local[viral] / total


viral_reading = "c"
