# score: 2
# says: many views count more
replies = videos[videos["format"] == "reply"]
hooked, plain = videos[videos["has_hook"]], videos[~videos["has_hook"]]
seen = np.average(hooked["retention_3s"], weights=hooked["views"])
hook_gap = 100 * (seen - np.average(plain["retention_3s"], weights=plain["views"]))
hook_gap_replies = 100 * engagement.retention_gap(replies)
hook_reading = "b"
