# score: 2
# says: on at least one list
def chapman(n1, n2, m):
    estimate = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    half = 1.96 * variance**0.5
    return estimate, estimate - half, estimate + half


estimate = 22 * 56 / 63 - 1
low, high = 17, 20
bias_reading = "b"
