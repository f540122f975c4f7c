# score: 2
# says: counted twice
def worst_case(yes, unknown, total):
    return yes / total, (yes + unknown) / total


seen = attribution.evidence(attribution.people(rsvps))
codes_only = worst_case(seen.by_code.k, seen.total - seen.by_code.n, seen.total)
both_sources = worst_case(seen.by_code.k + seen.by_self_report.k, seen.unknown, seen.total)
