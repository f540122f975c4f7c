# score: 0
# says: has the burst in it
def growth_without_burst(daily):
    return daily["followers"].iloc[-1] - daily["followers"].iloc[0]


growth_reading = "a"
