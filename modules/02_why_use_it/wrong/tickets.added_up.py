# score: 0
# says: adds up the chance
posts_for_a_hit = 9
posts_without_viral = 10
tickets_reading = "a"
