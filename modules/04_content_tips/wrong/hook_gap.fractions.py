# score: 1
# says: The difference is right, as a fraction
replies = videos[videos["format"] == "reply"]
hook_gap = engagement.retention_gap(videos)
hook_gap_replies = engagement.retention_gap(replies)
hook_reading = "b"
