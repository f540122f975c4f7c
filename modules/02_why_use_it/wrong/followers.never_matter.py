# score: 3
# says: You have seen one account
def followers_and_views(videos):
    return videos["followers_at_post"].corr(videos["views"], method="spearman")


followers_reading = "a"
