# score: 0
# says: if you took out `.str.strip()`
def people_count(rsvps):
    email = rsvps["email"].str.lower()
    email = email.str.replace(r"\+[^@]*", "", regex=True)
    return email.nunique()
