# score: 1
# says: an empty cell is found with `.isna()`
def tiktok_visits(sessions):
    by_code = attribution.clean_code(sessions["utm_source"]) == "tiktok"
    by_referrer = (sessions["utm_source"] == "") & (sessions["referrer_domain"] == "tiktok.com")
    return (by_code | by_referrer).sum()


visits_reading = "b"
