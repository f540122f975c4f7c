# score: 2
# elsewhere: 0
# says: worst_case on another list
def worst_case(yes, unknown, total):
    return 21 / 400, 236 / 400


codes_only = worst_case(21, 215, 400)
both_sources = (62 / 400, 159 / 400)
