# score: 2
# says: A view is not a person
others = videos.drop(index=videos["views"].idxmax())

for_you_together = round(100 * engagement.for_you_share(videos))
for_you_without = round(100 * engagement.for_you_share(others))
for_you_reading = "a"
