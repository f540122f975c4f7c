# score: 1
# says: Some comments are dangerous
hand_on_fits = [8, 9]
if_one_alone = 0
papers_reading = "b"
