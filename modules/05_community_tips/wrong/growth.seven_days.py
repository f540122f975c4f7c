# score: 1
# says: 8 April belongs
def growth_without_burst(daily):
    day = pd.to_datetime(daily["date_local"])
    change = daily["followers"].diff()
    burst = day.between("2025-04-01", "2025-04-07")
    return change[~burst].sum()


growth_reading = "b"
