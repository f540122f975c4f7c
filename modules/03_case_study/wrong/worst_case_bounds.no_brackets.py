# score: 0
# says: Brackets are missing: / comes before +
guests = attribution.people(rsvps)
tiktok_code, tiktok_word = guests["source_code"] == "tiktok", guests["how_heard"] == "tiktok"
no_code, no_word = guests["source_code"].isna(), guests["how_heard"].isna()


def worst_case(yes, unknown, total):
    return yes / total, yes + unknown / total


codes_only = worst_case(tiktok_code.sum(), no_code.sum(), len(guests))
both_sources = worst_case((tiktok_code | tiktok_word).sum(), (no_code & no_word).sum(), len(guests))
