# score: 0
# says: counts spellings
def people_count(rsvps):
    return rsvps["email"].nunique()
