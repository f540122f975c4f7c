# score: 2
# says: uses the answers alone
def worst_case(yes, unknown, total):
    return yes / total, (yes + unknown) / total


codes_only = worst_case(21, 215, 400)
both_sources = (55 / 400, 159 / 400)
