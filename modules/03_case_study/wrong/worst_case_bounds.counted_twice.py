# score: 2
# says: counted twice
def worst_case(yes, unknown, total):
    return yes / total, (yes + unknown) / total


codes_only = worst_case(21, 215, 400)
both_sources = worst_case(21 + 55, 97, 400)
