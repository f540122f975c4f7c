# score: 1
# says: their share of the videos
views = videos["views"]
others = views.drop(views.idxmax())

top_twelve = 100 * 12 / len(views)
half_without = (len(others) + 1) // 2
twelve_reading = "c"
