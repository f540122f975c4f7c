# score: 3
# says: Harbor rose by more than lakeside did
def extra_sign_ups(weekly):
    after = weekly["week"] >= 13
    means = weekly.groupby(["chapter", after])["signups"].mean()
    harbor = means["harbor", True] - means["harbor", False]
    lakeside = means["lakeside", True] - means["lakeside", False]
    return 12 * (harbor - lakeside)


push_reading = "c"
