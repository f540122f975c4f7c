# score: 3.5
# elsewhere: 4.5
# says: You counted only larger ones: use >=
def evening_effect(videos):
    evening = engagement.in_hours(videos["posted_at_utc"], ZONE, 18, 22)
    views, some = videos["views"].to_numpy(), evening.sum()
    difference = videos.loc[evening, "views"].median() - videos.loc[~evening, "views"].median()
    dealt = np.random.default_rng(5).permuted(np.tile(views, (5000, 1)), axis=1)
    gaps = np.median(dealt[:, :some], axis=1) - np.median(dealt[:, some:], axis=1)
    return difference, 1 - (abs(gaps) <= abs(difference)).mean()


evening_reading = "d"
