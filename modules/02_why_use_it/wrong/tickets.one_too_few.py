# score: 0
# says: still below 50%
posts_for_a_hit = 11
posts_without_viral = 13
tickets_reading = "c"
