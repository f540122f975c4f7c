# score: 3
# says: take them by name
def extra_sign_ups(weekly):
    after = weekly["week"] >= 13
    means = weekly.groupby(["chapter", after])["signups"].mean()
    return 12 * ((means.iloc[1] - means.iloc[0]) - (means.iloc[3] - means.iloc[2]))


push_reading = "b"
