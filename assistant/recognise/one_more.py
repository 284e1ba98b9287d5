"""One more of what was just asked for: "and one more: email Imogen on Monday", 再加一个，周一发报价."""

import re

ONE_MORE = re.compile(
    r"^\W*(?:(?:and|also|oh|plus|then|ok|yes)[ ,]+)*(?:add )?(?:one more|another one|another|a second one)(?: task| reminder| thing)?\s*[:,–-]\s*(?=\S)"
    r"|^\W*(?:好的?|对了|哦)?[，, ]*(?:再|还有|另外)(?:加|来|建|记|要)?(?:再)?一?[个条](?:任务|提醒|待办)?[，,：:]\s*(?=\S)",
    re.IGNORECASE,
)
"""How it opens; what is wanted stands behind."""
