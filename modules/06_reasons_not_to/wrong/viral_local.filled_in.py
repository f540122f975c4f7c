# score: 3
# says: They are hidden, so leave them out
def viral_shares(videos):
    viral = videos["views"].idxmax()
    part = videos["audience_local_share"].fillna(videos["audience_local_share"].mean())
    local = videos["views"] * part
    return videos["views"][viral] / videos["views"].sum(), local[viral] / local.sum()


viral_reading = "b"
