# score: 3
# says: Whether the person was helped
def still_waiting(comments):
    people = engagement.without_bots(comments)
    waiting = people[people["is_question"] & ~people["replied"]]
    return list(waiting.sort_values("posted_at_utc")["comment_id"])


waiting_reading = "a"
