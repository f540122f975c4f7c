# score: 2
# says: We know no formula
share_watched = engagement.share_watched(videos)
best_rho = engagement.spearman(share_watched, videos["reach"])
reach_low, _, reach_high = watching.median_reach_by_thirds(videos, share_watched)
reach_reading = "b"
