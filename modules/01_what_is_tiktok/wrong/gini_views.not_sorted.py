# score: 1
# says: in the order of posting
def gini(views):
    n = len(views)
    values = np.array(views)
    rank = np.arange(1, n + 1)
    return ((2 * rank - n - 1) * values).sum() / (n * values.sum())


gini_all = gini(videos["views"])
gini_without = gini(videos["views"].drop(videos["views"].idxmax()))
gini_reading = "c"
