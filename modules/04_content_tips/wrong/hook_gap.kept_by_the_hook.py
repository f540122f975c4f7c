# score: 2
# says: Nobody drew lots
replies = videos[videos["format"] == "reply"]
hook_gap = 100 * engagement.retention_gap(videos)
hook_gap_replies = 100 * engagement.retention_gap(replies)
hook_reading = "a"
