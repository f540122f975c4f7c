# score: 1
# says: That is the result while most lines, or one that can stop it, stand at 2
result_now = "?"
points_now = 50
hours_for_yes = 4
result_at_risk = "N"
hangs_reading = "c"
