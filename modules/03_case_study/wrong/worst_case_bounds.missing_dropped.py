# score: 1
# says: You dropped the missing people
def worst_case(yes, unknown, total):
    known = total - unknown
    return yes / known, yes / known


seen = attribution.evidence(attribution.people(rsvps))
codes_only = worst_case(seen.by_code.k, seen.total - seen.by_code.n, seen.total)
both_sources = (seen.either / seen.total, (seen.either + seen.unknown) / seen.total)
