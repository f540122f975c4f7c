# score: 1
# says: a hundredth of the answer
others = videos.drop(index=videos["views"].idxmax())

for_you_together = engagement.for_you_share(videos)
for_you_without = engagement.for_you_share(others)
for_you_reading = "b"
