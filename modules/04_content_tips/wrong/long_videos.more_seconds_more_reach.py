# score: 3
# says: The table holds no reach
def by_length(videos):
    return engagement.completion_by_length(videos)


length_reading = "b"
