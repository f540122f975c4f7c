# score: 0
# says: Tick the box
replied_people = int(comments["replied"].sum())
comments_people = len(comments)
reply_percent = 100 * replied_people / comments_people
rate_reading = "a"
