# score: 1
# says: Keep what stands behind the @
def people_count(rsvps):
    email = rsvps["email"].str.strip().str.lower()
    return email.str.replace(r"(\+[^@]*)?@.*", "", regex=True).nunique()
