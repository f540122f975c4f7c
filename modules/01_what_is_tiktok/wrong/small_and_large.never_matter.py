# score: 3
# says: they make the first crowd larger
small = {keen: feed.in_bands(feed.climb(300, keen / 100)) for keen in range(25, 55, 5)}
large = feed.in_bands(feed.climb(100_000, 0.25))
needed = next(keen for keen in small if small[keen][-1] >= large[-1])
small_hits, large_hits = small[25][-1], large[-1]
keen_needed = needed
model_reading = "a"
