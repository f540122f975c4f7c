# score: 2
# says: one SE to each side
def chapman(n1, n2, m):
    estimate = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    half = variance**0.5
    return estimate, estimate - half, estimate + half


guests = attribution.people(rsvps)
seen = attribution.evidence(guests)
lists = seen.by_code.k, seen.by_self_report.k, seen.both
estimate, low, high = chapman(*lists)
bias_reading = "b"
