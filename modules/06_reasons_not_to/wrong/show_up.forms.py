# score: 1
# says: That divides by the forms
def show_up(rsvps, checkins):
    return (~checkins["walk_in"]).sum() / len(rsvps)


show_up_reading = "b"
