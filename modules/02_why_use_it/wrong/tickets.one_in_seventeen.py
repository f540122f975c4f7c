# score: 1
# says: One post in so many
posts_for_a_hit = 17
posts_without_viral = 20
tickets_reading = "b"
