# score: 0
# says: questions of bots
def still_waiting(comments):
    waiting = comments[comments["is_question"] & ~comments["replied"]]
    return list(waiting.sort_values("posted_at_utc")["comment_id"])


waiting_reading = "c"
