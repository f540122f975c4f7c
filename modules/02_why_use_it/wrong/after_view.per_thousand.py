# score: 2
# says: divide by ten
rate_together = 75.0
rate_typical = 58.3
views_for_25 = 35_000
board_reading = "c"
