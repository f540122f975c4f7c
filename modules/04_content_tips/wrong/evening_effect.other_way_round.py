# score: 3
# says: Give the evening first
def evening_effect(videos):
    evening = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22)
    a, b = videos.loc[evening, "views"], videos.loc[~evening, "views"]
    return engagement.permutation_test(b, a)


evening_reading = "d"
