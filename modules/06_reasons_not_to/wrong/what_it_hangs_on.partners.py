# score: 1
# says: without the hours. Take the first number
result_now = "C"
points_now = 67
hours_for_yes = 1
result_at_risk = "N"
hangs_reading = "c"
