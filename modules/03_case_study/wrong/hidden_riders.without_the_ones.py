# score: 2
# says: the older formula
def chapman(n1, n2, m):
    estimate = n1 * n2 / m
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    half = 1.96 * variance**0.5
    middle = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    return estimate, middle - half, middle + half


estimate, _, _ = chapman(21, 55, 14)
low, high = 70, 90
bias_reading = "b"
