# score: 2
# says: one of five spellings
def tiktok_shares(rsvps):
    rows = rsvps.assign(email=attribution.clean_email(rsvps["email"]))
    people = rows.sort_values("created_utc").groupby("email").first()
    by_code = (people["source_code"].dropna() == "tiktok").mean()
    by_word = (people["how_heard"].dropna() == "tiktok").mean()
    return by_code, by_word
