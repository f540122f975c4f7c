# score: 3
# says: One viral video decides our number
rate_together = 7.5
rate_typical = 5.8
views_for_25 = 35_000
board_reading = "a"
