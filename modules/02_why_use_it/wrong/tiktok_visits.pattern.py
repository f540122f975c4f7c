# score: 0
# says: also takes twitter
def tiktok_visits(sessions):
    by_code = sessions["utm_source"].str.contains("tik|tt", case=False, na=False)
    by_referrer = sessions["utm_source"].isna() & (sessions["referrer_domain"] == "tiktok.com")
    return (by_code | by_referrer).sum()


visits_reading = "a"
