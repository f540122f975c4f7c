# score: 2
# says: Its code counts
def tiktok_visits(sessions):
    by_code = attribution.clean_code(sessions["utm_source"]) == "tiktok"
    return (by_code | (sessions["referrer_domain"] == "tiktok.com")).sum()


visits_reading = "b"
