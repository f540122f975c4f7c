# score: 1
# says: That lets both grow by the same percent
def extra_sign_ups(weekly):
    after = weekly["week"] >= 13
    means = weekly.groupby(["chapter", after])["signups"].mean()
    grown = means["lakeside", True] / means["lakeside", False]
    return 12 * (means["harbor", True] - grown * means["harbor", False])


push_reading = "b"
