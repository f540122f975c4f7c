# score: 2
# says: Use square brackets, without quotation marks
hand_on_fits = "7,8,9,12,13,14"
if_one_alone = 6
papers_reading = "b"
