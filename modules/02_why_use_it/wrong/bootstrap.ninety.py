# score: 1
# says: leave out 2.5% at each
def interval_95(views, statistic):
    draws = np.random.default_rng(20250614).choice(views, size=(5000, len(views)))
    return tuple(np.percentile(statistic(draws, axis=1), [5, 95]))


views = videos["views"]
without_viral = views.drop(views.idxmax())
median_all = interval_95(views, np.median)
median_without = interval_95(without_viral, np.median)
mean_all = interval_95(views, np.mean)
mean_without = interval_95(without_viral, np.mean)
bootstrap_reading = "c"
