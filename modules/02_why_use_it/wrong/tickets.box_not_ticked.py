# score: 2
# says: Tick the box
posts_for_a_hit = 12
posts_without_viral = 12
tickets_reading = "b"
