# score: 1
# says: one viral video pulls it up
views = videos["views"]
typical = round(views.mean())
above_mean = (views > views.mean()).sum()
typical_reading = "a"
