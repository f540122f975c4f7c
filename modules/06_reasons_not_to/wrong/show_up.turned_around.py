# score: 0
# says: Turn it around
def show_up(rsvps, checkins):
    return (~checkins["walk_in"]).mean()


show_up_reading = "a"
