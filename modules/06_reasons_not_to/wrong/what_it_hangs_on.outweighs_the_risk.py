# score: 3
# says: A 0 at this line stops, whatever its weight
result_now = "P"
points_now = 64.3
hours_for_yes = 4
result_at_risk = "P"
hangs_reading = "b"
