# score: 0
# says: may stand on the first form
def tiktok_shares(rsvps):
    rows = rsvps.assign(
        email=attribution.clean_email(rsvps["email"]),
        source_code=attribution.clean_code(rsvps["source_code"]),
    )
    people = rows.sort_values("created_utc").drop_duplicates("email", keep="last")
    by_code = (people["source_code"].dropna() == "tiktok").mean()
    by_word = (people["how_heard"].dropna() == "tiktok").mean()
    return by_code, by_word
