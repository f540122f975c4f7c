# score: 0
# says: the share that stayed at home
def show_up(rsvps, checkins):
    return 1 - (~checkins["walk_in"]).sum() / len(attribution.people(rsvps))


show_up_reading = "c"
