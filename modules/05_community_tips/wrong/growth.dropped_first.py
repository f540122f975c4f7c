# score: 1
# says: the next change bridges the gap
def growth_without_burst(daily):
    day = pd.to_datetime(daily["date_local"])
    kept = daily[~day.between("2025-04-01", "2025-04-08")]
    return kept["followers"].diff().sum()


growth_reading = "b"
