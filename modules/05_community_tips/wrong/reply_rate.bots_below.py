# score: 2.25
# says: Take them out of both
people = engagement.without_bots(comments)
replied_people = int(people["replied"].sum())
comments_people = len(people)
reply_percent = 100 * replied_people / len(comments)
rate_reading = "b"
