# score: 0
# says: adds up the chance
views = videos["views"]
posts_for_a_hit = round(0.5 / reach.chance(views, 1, 10_000))
posts_without_viral = round(0.5 / reach.chance(reach.without_best(views), 1, 10_000))
tickets_reading = "a"
