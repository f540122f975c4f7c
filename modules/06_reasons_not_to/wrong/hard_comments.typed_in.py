# score: 4
# elsewhere: 2
# says: on a new account
def hostile_rate(comments, videos):
    return 0.14804


care_minutes = 12 * 100 * 1000 * 48 / 324227
guests_if_doubled = (2 * ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["email"], "attendees", 28
)
care_reading = "b"
