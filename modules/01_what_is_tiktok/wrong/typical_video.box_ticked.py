# score: 0
# says: Clear the box
views = videos["views"].drop(videos["views"].idxmax())
typical = views.median()
above_mean = (views > views.mean()).sum()
typical_reading = "c"
