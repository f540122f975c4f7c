# score: 1
# says: not the one on which they came
def growth_without_burst(daily):
    day = pd.to_datetime(daily["date_local"])
    change = daily["followers"].diff()
    burst = day.between("2025-04-02", "2025-04-08")
    return change[~burst].sum()


growth_reading = "b"
