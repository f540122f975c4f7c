# score: 3
# says: not end-to-end encrypted
hand_on_fits = [14, 13, 12, 9, 8, 7]
if_one_alone = 6
papers_reading = "a"
