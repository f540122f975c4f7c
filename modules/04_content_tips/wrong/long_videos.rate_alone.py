# score: 3
# says: That is one of the two columns
def by_length(videos):
    return engagement.completion_by_length(videos)


length_reading = "a"
