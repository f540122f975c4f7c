# score: 0
# says: Lakeside grew without a push
def extra_sign_ups(weekly):
    after = weekly["week"] >= 13
    means = weekly.groupby(["chapter", after])["signups"].mean()
    return 12 * (means["harbor", True] - means["harbor", False])


push_reading = "a"
