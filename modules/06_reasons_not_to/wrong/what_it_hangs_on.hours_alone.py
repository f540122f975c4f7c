# score: 4
# says: In most of them one step up turns it as well
result_now = "A pilot with an exit date"
points_now = 64.3
hours_for_yes = 3
result_at_risk = "No"
hangs_reading = "d"
