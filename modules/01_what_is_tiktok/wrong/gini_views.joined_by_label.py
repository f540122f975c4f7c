# score: 1
# says: it joins two columns by their row labels
def gini(views):
    n = len(views)
    ascending = pd.Series(views).sort_values()
    rank = pd.Series(range(1, n + 1))
    return ((2 * rank - n - 1) * ascending).sum() / (n * ascending.sum())


gini_all = gini(videos["views"])
gini_without = gini(videos["views"].drop(videos["views"].idxmax()))
gini_reading = "c"
