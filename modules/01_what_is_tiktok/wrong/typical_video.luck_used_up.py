# score: 2
# says: do not use up luck
views = videos["views"]
typical = round(views.median())
above_mean = (views > views.mean()).sum()
typical_reading = "c"
