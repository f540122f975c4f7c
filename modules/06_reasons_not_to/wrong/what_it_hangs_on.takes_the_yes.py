# score: 4
# says: Nobody has taken that step yet
result_now = "P"
points_now = 64
hours_for_yes = 3
result_at_risk = "N"
hangs_reading = "a"
