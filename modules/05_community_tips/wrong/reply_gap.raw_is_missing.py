# score: 2
# says: counts together with
def gap_within(part):
    replied = part["replied"]
    return part.loc[replied, "returned_7d"].mean() - part.loc[~replied, "returned_7d"].mean()


def reply_gaps(comments):
    people = engagement.without_bots(comments)
    regular = people["regular"]
    raw = gap_within(people)
    share = regular.mean()
    standardised = share * gap_within(people[regular]) + (1 - share) * gap_within(people[~regular])
    return None, standardised


gap_reading = "b"
