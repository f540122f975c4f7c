# score: 0
# says: That is for followers
best_rho = engagement.spearman(videos["followers_at_post"], videos["reach"])
reach_low, _, reach_high = watching.median_reach_by_thirds(videos, videos["followers_at_post"])
reach_reading = "d"
