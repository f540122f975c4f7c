# score: 0
# says: leave them out
best_rho = engagement.spearman(videos["likes"], videos["reach"])
reach_low, _, reach_high = watching.median_reach_by_thirds(videos, videos["likes"])
reach_reading = "a"
