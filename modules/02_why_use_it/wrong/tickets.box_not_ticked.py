# score: 2
# says: Tick the box
posts_for_a_hit = reach.posts_for(videos["views"], 10_000)
posts_without_viral = posts_for_a_hit
tickets_reading = "b"
