# score: 2
# says: That is among all videos
hook_gap = 100 * engagement.retention_gap(videos)
hook_gap_replies = 100 * engagement.retention_gap(videos)
hook_reading = "b"
