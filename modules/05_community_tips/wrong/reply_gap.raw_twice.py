# score: 0
# says: raw gap once more
def gap_within(part):
    replied = part["replied"]
    return part.loc[replied, "returned_7d"].mean() - part.loc[~replied, "returned_7d"].mean()


def reply_gaps(comments):
    people = engagement.without_bots(comments)
    raw = gap_within(people)
    standardised = raw
    return raw, standardised


gap_reading = "a"
