# score: 1
# says: Equal values share the middle of their ranks
def followers_and_views(videos):
    followers = videos["followers_at_post"].rank(method="first")
    return followers.corr(videos["views"].rank(method="first"))


followers_reading = "c"
