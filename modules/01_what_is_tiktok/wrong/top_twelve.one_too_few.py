# score: 1
# says: a little less than half
views = videos["views"]
others = views.drop(views.idxmax())

top_twelve = 100 * engagement.top_share(views, 12)
half_without = engagement.fewest_for_share(others, 0.5) - 1
twelve_reading = "b"
