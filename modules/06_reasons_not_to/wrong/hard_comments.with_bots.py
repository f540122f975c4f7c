# score: 2
# says: That counts the comments of bots
def hostile_rate(comments, videos):
    hostile = (comments["tone"] == "hostile").sum()
    views = videos.loc[videos["video_id"].isin(comments["video_id"]), "views"].sum()
    return 1000 * hostile / views


care_minutes = 1200 * hostile_rate(comments, videos)
guests_if_doubled = (2 * ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["email"], "attendees", 28
)
care_reading = "b"
