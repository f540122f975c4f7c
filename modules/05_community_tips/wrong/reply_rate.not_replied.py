# score: 0.75
# says: without a reply
people = engagement.without_bots(comments)
replied_people = int((~people["replied"]).sum())
comments_people = len(people)
reply_percent = 100 * replied_people / comments_people
rate_reading = "a"
