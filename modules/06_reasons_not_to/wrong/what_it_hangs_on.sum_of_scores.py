# score: 1
# says: That is the sum of the scores
result_now = "Y"
points_now = 18
hours_for_yes = 2
result_at_risk = "C"
hangs_reading = "b"
