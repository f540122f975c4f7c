# score: 1
# says: put each comparison in brackets of its own
def tiktok_visits(sessions):
    by_code = attribution.clean_code(sessions["utm_source"]) == "tiktok"
    by_referrer = sessions["utm_source"].isna() & sessions["referrer_domain"] == "tiktok.com"
    return (by_code | by_referrer).sum()


visits_reading = "b"
