# score: 1
# says: one of four spellings
def tiktok_visits(sessions):
    return (sessions["utm_source"] == "tiktok").sum()


visits_reading = "b"
