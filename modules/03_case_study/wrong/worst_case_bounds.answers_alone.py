# score: 2
# says: uses the answers alone
def worst_case(yes, unknown, total):
    return yes / total, (yes + unknown) / total


seen = attribution.evidence(attribution.people(rsvps))
codes_only = worst_case(seen.by_code.k, seen.total - seen.by_code.n, seen.total)
both_sources = (seen.by_self_report.k / seen.total, (seen.either + seen.unknown) / seen.total)
