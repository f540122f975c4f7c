# score: 1
# says: one row early
def growth_without_burst(daily):
    day = pd.to_datetime(daily["date_local"])
    change = daily["followers"].shift(-1) - daily["followers"]
    burst = day.between("2025-04-01", "2025-04-08")
    return change[~burst].sum()


growth_reading = "b"
