# score: 2
# says: the older formula
def chapman(n1, n2, m):
    estimate = n1 * n2 / m
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    half = 1.96 * variance**0.5
    middle = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    return estimate, middle - half, middle + half


guests = attribution.people(rsvps)
seen = attribution.evidence(guests)
estimate, _, _ = chapman(seen.by_code.k, seen.by_self_report.k, seen.both)
low, high = 0.8 * estimate, 1.2 * estimate
bias_reading = "b"
