# score: 1
# says: Harbor was larger before, too
def extra_sign_ups(weekly):
    sums = weekly[weekly["week"] >= 13].groupby("chapter")["signups"].sum()
    return sums["harbor"] - sums["lakeside"]


push_reading = "b"
