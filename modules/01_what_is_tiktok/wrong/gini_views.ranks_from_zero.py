# score: 1
# says: The smallest value has rank 1
def gini(views):
    n = len(views)
    values = np.sort(views)
    rank = np.arange(n)
    return ((2 * rank - n - 1) * values).sum() / (n * values.sum())


gini_all = gini(videos["views"])
gini_without = gini(videos["views"].drop(videos["views"].idxmax()))
gini_reading = "c"
