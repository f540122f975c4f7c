# score: 2.5
# says: Pass on the one you were given
def interval_95(views, statistic):
    draws = np.random.default_rng(20250614).choice(views, size=(5000, len(views)))
    return tuple(np.percentile(draws.mean(axis=1), [2.5, 97.5]))


views = videos["views"]
without_viral = views.drop(views.idxmax())
median_all = interval_95(views, np.median)
median_without = interval_95(without_viral, np.median)
mean_all = interval_95(views, np.mean)
mean_without = interval_95(without_viral, np.mean)
bootstrap_reading = "c"
