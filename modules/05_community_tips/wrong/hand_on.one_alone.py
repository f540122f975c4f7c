# score: 1
# says: nobody to hand it to
hand_on_fits = []
if_one_alone = 6
papers_reading = "c"
