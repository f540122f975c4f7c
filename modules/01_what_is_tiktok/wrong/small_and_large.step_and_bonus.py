# score: 2
# says: still has fewer
small = {keen: feed.in_bands(feed.climb(300, keen / 100)) for keen in range(25, 55, 5)}
large = feed.in_bands(feed.climb(100_000, 0.25))
needed = next(keen for keen in small if small[keen][-1] >= large[-1])
small_hits, large_hits = small[25][-1], large[-1]
keen_needed = needed - 5
model_reading = "b"
