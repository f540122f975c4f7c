# score: 1
# says: One post in so many
views = videos["views"]
posts_for_a_hit = round(1 / reach.chance(views, 1, 10_000))
posts_without_viral = round(1 / reach.chance(reach.without_best(views), 1, 10_000))
tickets_reading = "b"
