# score: 3
# says: choose the days by their date
def growth_without_burst(daily):
    change = daily["followers"].diff()
    return change.drop(range(85, 93)).sum()


growth_reading = "b"
