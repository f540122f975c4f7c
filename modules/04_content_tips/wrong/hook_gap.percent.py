# score: 0
# says: in percent of those without
with_hook = videos[videos["has_hook"]].groupby("format")["retention_3s"].mean()
without = videos[~videos["has_hook"]].groupby("format")["retention_3s"].mean()
in_all = videos.groupby("has_hook")["retention_3s"].mean()
hook_gap = 100 * (in_all[True] / in_all[False] - 1)
hook_gap_replies = 100 * (with_hook["reply"] / without["reply"] - 1)
hook_reading = "c"
