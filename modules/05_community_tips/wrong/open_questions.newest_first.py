# score: 1
# says: newest first
def still_waiting(comments):
    people = engagement.without_bots(comments)
    waiting = people[people["is_question"] & ~people["replied"]]
    return list(waiting.sort_values("posted_at_utc", ascending=False)["comment_id"])


waiting_reading = "b"
