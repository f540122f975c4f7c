# score: 1
# says: Now add the visits without a code
def tiktok_visits(sessions):
    return (attribution.clean_code(sessions["utm_source"]) == "tiktok").sum()


visits_reading = "b"
