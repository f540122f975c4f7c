# score: 0
# says: still below 50%
posts_for_a_hit = reach.posts_for(videos["views"], 10_000) - 1
posts_without_viral = reach.posts_for(reach.without_best(videos["views"]), 10_000) - 1
tickets_reading = "c"
