# score: 2
# says: Nobody knew before
views = videos["views"]
others = views.drop(views.idxmax())

top_twelve = round(100 * engagement.top_share(views, 12), 1)
half_without = engagement.fewest_for_share(others, 0.5)
twelve_reading = "a"
