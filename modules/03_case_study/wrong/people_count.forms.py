# score: 0
# says: counts forms
def people_count(rsvps):
    return len(rsvps)
