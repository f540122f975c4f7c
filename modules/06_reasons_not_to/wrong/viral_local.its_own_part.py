# score: 3
# says: That part of this video's views is local
def viral_shares(videos):
    viral = videos["views"].idxmax()
    of_all = videos["views"][viral] / videos["views"].sum()
    return of_all, videos["audience_local_share"][viral]


viral_reading = "b"
