# score: 0
# says: the other way of counting
rate_together = 5.8
rate_typical = 7.5
views_for_25 = 26_300
board_reading = "b"
