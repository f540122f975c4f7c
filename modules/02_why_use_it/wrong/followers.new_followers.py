# score: 1
# says: that a video brought
def followers_and_views(videos):
    return videos["new_followers"].corr(videos["views"], method="spearman")


followers_reading = "c"
