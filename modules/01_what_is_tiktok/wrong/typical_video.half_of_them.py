# score: 2
# says: So many have more than the median
views = videos["views"]
typical = views.median()
above_mean = (views > views.median()).sum()
typical_reading = "b"
