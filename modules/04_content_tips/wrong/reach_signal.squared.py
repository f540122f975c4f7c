# score: 1
# says: That is the square
share_watched = engagement.share_watched(videos)
best_rho = engagement.spearman(share_watched, videos["reach"]) ** 2
reach_low, reach_high, _ = watching.median_reach_by_thirds(videos, share_watched)
reach_reading = "c"
