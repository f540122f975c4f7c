# score: 2
# says: lots may differ in both directions
def evening_effect(videos):
    evening = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22)
    a, b = videos.loc[evening, "views"], videos.loc[~evening, "views"]
    test = engagement.permutation_test(a, b)
    return test.difference, test.p_value / 2


evening_reading = "c"
