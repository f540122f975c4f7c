# score: 0
# says: Right, in percent
def tiktok_shares(rsvps):
    people = attribution.people(rsvps)
    by_code = 100 * attribution.share_by_code(people).share
    by_word = 100 * attribution.share_by_self_report(people).share
    return by_code, by_word
