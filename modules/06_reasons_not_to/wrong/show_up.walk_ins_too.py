# score: 1
# says: They had not registered
def show_up(rsvps, checkins):
    return len(checkins) / len(attribution.people(rsvps))


show_up_reading = "b"
