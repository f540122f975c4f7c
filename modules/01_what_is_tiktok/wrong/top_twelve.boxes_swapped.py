# score: 0
# says: That is with the viral video
views = videos["views"]
others = views.drop(views.idxmax())

top_twelve = 100 * engagement.top_share(others, 12)
half_without = engagement.fewest_for_share(views, 0.5)
twelve_reading = "a"
