# score: 0
# says: divided by all people
def tiktok_shares(rsvps):
    rows = rsvps.assign(
        email=attribution.clean_email(rsvps["email"]),
        source_code=attribution.clean_code(rsvps["source_code"]),
    )
    people = rows.groupby("email").first()
    by_code = (people["source_code"] == "tiktok").sum() / len(people)
    by_word = (people["how_heard"] == "tiktok").sum() / len(people)
    return by_code, by_word
