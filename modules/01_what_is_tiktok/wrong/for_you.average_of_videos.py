# score: 1
# says: a small one counts as much as a viral one
others = videos.drop(index=videos["views"].idxmax())

for_you_together = 100 * videos["src_for_you"].mean()
for_you_without = 100 * others["src_for_you"].mean()
for_you_reading = "b"
