# score: 3
# says: on another account
evening = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22)
seen = engagement.permutation_test(videos.loc[evening, "views"], videos.loc[~evening, "views"])


def evening_effect(videos):
    return seen


evening_reading = "d"
