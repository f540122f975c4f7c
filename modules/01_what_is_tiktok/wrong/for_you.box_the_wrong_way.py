# score: 1
# says: Clear the box
others = videos.drop(index=videos["views"].idxmax())

for_you_together = 100 * engagement.for_you_share(others)
for_you_without = 100 * engagement.for_you_share(videos)
for_you_reading = "b"
