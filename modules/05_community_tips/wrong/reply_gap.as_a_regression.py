# score: 2
# elsewhere: 1
# says: Those are the weights of a regression
def gap_within(part):
    replied = part["replied"]
    return part.loc[replied, "returned_7d"].mean() - part.loc[~replied, "returned_7d"].mean()


def reply_gaps(comments):
    people = engagement.without_bots(comments)
    regular = people["regular"]
    raw = gap_within(people)
    replied = people["replied"].groupby(regular).agg(["sum", "size"])
    weights = replied["sum"] * (replied["size"] - replied["sum"]) / replied["size"]
    share = weights[True] / weights.sum()
    standardised = share * gap_within(people[regular]) + (1 - share) * gap_within(people[~regular])
    return raw, standardised


gap_reading = "b"
