# score: 0
# says: That is where the videos lie
def interval_95(views, statistic):
    return tuple(np.percentile(views, [2.5, 97.5]))


views = videos["views"]
without_viral = views.drop(views.idxmax())
median_all = interval_95(views, np.median)
median_without = interval_95(without_viral, np.median)
mean_all = interval_95(views, np.mean)
mean_without = interval_95(without_viral, np.mean)
bootstrap_reading = "a"
