# score: 3
# says: No trace is not a no
def tiktok_visits(sessions):
    return len(attribution.sessions_from_tiktok(sessions))


visits_reading = "c"
