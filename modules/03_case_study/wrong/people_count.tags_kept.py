# score: 0
# says: + tag
def people_count(rsvps):
    return rsvps["email"].str.strip().str.lower().nunique()
