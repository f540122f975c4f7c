# score: 1
# says: You dropped the missing people
def worst_case(yes, unknown, total):
    known = total - unknown
    return yes / known, yes / known


guests = attribution.people(rsvps)
codes_only = worst_case(21, 215, 400)
both_sources = (62 / 400, 159 / 400)
