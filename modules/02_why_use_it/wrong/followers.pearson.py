# score: 0
# says: one viral video decides it
def followers_and_views(videos):
    return videos["followers_at_post"].corr(videos["views"])


followers_reading = "b"
