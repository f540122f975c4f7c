# score: 2
# says: That counts the views of a video once for each of its comments
def hostile_rate(comments, videos):
    people = engagement.without_bots(comments).merge(videos, on="video_id")
    return 1000 * (people["tone"] == "hostile").sum() / people["views"].sum()


care_minutes = 1200 * hostile_rate(comments, videos)
guests_if_doubled = (2 * ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["email"], "attendees", 28
)
care_reading = "b"
