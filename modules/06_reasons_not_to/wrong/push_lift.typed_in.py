# score: 2
# elsewhere: 1
# says: on new chapters
def extra_sign_ups(weekly):
    return 60


push_reading = "b"
