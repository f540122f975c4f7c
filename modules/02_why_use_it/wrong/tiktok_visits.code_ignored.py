# score: 3
# says: visits on another list
def tiktok_visits(sessions):
    by_code = attribution.clean_code(sessions["utm_source"]) == "tiktok"
    return (by_code | (sessions["referrer_domain"] == "tiktok.com")).sum()


visits_reading = "b"
