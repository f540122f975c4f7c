# score: 1
# says: in the order of the table
def still_waiting(comments):
    people = engagement.without_bots(comments)
    return list(people[people["is_question"] & ~people["replied"]]["comment_id"])


waiting_reading = "b"
