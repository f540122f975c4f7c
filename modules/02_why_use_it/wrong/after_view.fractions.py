# score: 1
# says: a hundredth of the answer
rate_together = 0.075
rate_typical = 0.0583
views_for_25 = 14_000
board_reading = "c"
