# score: 1
# says: counts from 10,000 views on
small = {keen: feed.in_bands(feed.climb(300, keen / 100)) for keen in range(25, 55, 5)}
large = feed.in_bands(feed.climb(100_000, 0.25))
needed = next(keen for keen in small if small[keen][-1] >= large[-1])
small_hits, large_hits = sum(small[25][-2:]), sum(large[-2:])
keen_needed = needed - 5
model_reading = "c"
