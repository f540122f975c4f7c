# score: 1
# says: That is for one week
def extra_sign_ups(weekly):
    after = weekly["week"] >= 13
    means = weekly.groupby(["chapter", after])["signups"].mean()
    harbor = means["harbor", True] - means["harbor", False]
    lakeside = means["lakeside", True] - means["lakeside", False]
    return harbor - lakeside


push_reading = "b"
