# score: 0
# says: Hidden is not zero
others = videos.drop(index=videos["views"].idxmax())

for_you_together = 100 * (videos["src_for_you"].fillna(0) * videos["views"]).sum()
for_you_together /= videos["views"].sum()
for_you_without = 100 * (others["src_for_you"].fillna(0) * others["views"]).sum()
for_you_without /= others["views"].sum()
for_you_reading = "c"
