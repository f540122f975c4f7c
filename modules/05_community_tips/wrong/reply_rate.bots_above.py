# score: 1.5
# says: Some of these replies went to bots
people = engagement.without_bots(comments)
replied_people = int(people["replied"].sum())
comments_people = len(people)
reply_percent = 100 * comments["replied"].sum() / len(people)
rate_reading = "c"
