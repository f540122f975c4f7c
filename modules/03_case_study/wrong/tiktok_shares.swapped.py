# score: 0
# says: The share by source code comes first
def tiktok_shares(rsvps):
    people = attribution.people(rsvps)
    by_code = (people["source_code"].dropna() == "tiktok").mean()
    by_word = (people["how_heard"].dropna() == "tiktok").mean()
    return by_word, by_code
