# score: 4
# says: It is not about the evening
def evening_effect(videos):
    evening = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22)
    a, b = videos.loc[evening, "views"], videos.loc[~evening, "views"]
    return engagement.permutation_test(a, b)


evening_reading = "b"
