# score: 1
# says: Put each comparison in brackets of its own
def tiktok_visits(sessions):
    by_code = attribution.clean_code(sessions["utm_source"]) == "tiktok"
    no_code = sessions["utm_source"].isna()
    return (by_code | no_code & sessions["referrer_domain"] == "tiktok.com").sum()


visits_reading = "b"
