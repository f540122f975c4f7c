# score: 2
# says: one viral video makes it
def evening_effect(videos):
    evening = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22)
    a, b = videos.loc[evening, "views"], videos.loc[~evening, "views"]
    return a.mean() - b.mean(), engagement.permutation_test(a, b).p_value


evening_reading = "a"
