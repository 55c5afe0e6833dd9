"""Reads views (objects) and messages (lists of blocks), one JSON a line, into Slack's published models.

Prints a line for each fault: what a model refuses, and what it does not know, which is dropped when
the model is written as JSON again.
"""

import json
import logging
import sys

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


class Faults(logging.Handler):
    """The models only warn of what they do not know."""

    def emit(self, record):
        print(f"line {number}: {record.getMessage()}")


def written(shown):
    if isinstance(shown, list):
        return [block.to_dict() for block in Block.parse_all(shown)]
    return View(**shown).to_dict()


def differences(at, before, after):
    """What is missing or another in `after`."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key not in after:
                yield f"{at}.{key} is unknown"
            else:
                yield from differences(f"{at}.{key}", value, after[key])
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield f"{at}: {len(before)} became {len(after)}"
        for index, (one, other) in enumerate(zip(before, after)):
            yield from differences(f"{at}[{index}]", one, other)
    elif before != after:
        yield f"{at} became something else"


logging.basicConfig(handlers=[Faults()], level=logging.WARNING)
for number, line in enumerate(sys.stdin, 1):
    shown = json.loads(line)
    try:
        for difference in differences("", shown, written(shown)):
            print(f"line {number}: {difference}")
    except Exception as error:  # whatever a model raises is a fault of what is shown
        print(f"line {number}: {type(error).__name__}: {error}")
