# score: 2
# says: take them by name
def extra_sign_ups(weekly):
    after = weekly["week"] >= 13
    means = weekly.groupby(["chapter", after], sort=False)["signups"].mean().unstack()
    first, second = means.index[:2]
    change = means[True] - means[False]
    return 12 * (change[first] - change[second])


push_reading = "b"
