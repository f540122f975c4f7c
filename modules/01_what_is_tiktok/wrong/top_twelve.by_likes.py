# score: 2
# says: twelve with most likes
views = videos["views"]
others = views.drop(views.idxmax())

top_twelve = 100 * videos.nlargest(12, "likes")["views"].sum() / views.sum()
half_without = engagement.fewest_for_share(others, 0.5)
twelve_reading = "c"
