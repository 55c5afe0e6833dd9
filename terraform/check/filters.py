"""The two languages of filters of Google Cloud's observability, as their pages have them:
docs.cloud.google.com/monitoring/api/v3/filters and …/logging/docs/view/logging-query-language. No parser
of theirs is published; the grammars below are no wider than the pages.
"""

from lark import Lark
from lark.exceptions import LarkError

COMMON = r"""
    STRING: /"(\\.|[^"\\])*"/
    NUMBER: /-?\d+(\.\d+)?/
    NAME: /[A-Za-z_][A-Za-z0-9_-]*/
    %ignore /\s+/
"""

# What selects time series: a type of metric and of resource, labels of both, metadata.
METRICS = Lark(COMMON + r"""
    start: or_
    or_: and_ ("OR" and_)*
    and_: not_ (("AND")? not_)*
    not_: ("NOT" | "-")? (comparison | "(" or_ ")")
    comparison: selector OPERATOR value
    selector: "metric" "." "type" | "resource" "." "type" | "project" | "group" "." "id"
        | ("metric" | "resource") "." ("label" | "labels") "." key
        | "metadata" "." ("system_labels" | "user_labels" | "system" | "user") "." key
    key: NAME | STRING
    OPERATOR: "!=" | ">=" | "<=" | "=" | ">" | "<" | ":"
    value: STRING | NUMBER | "true" | "false"
        | ("starts_with" | "ends_with" | "has_substring" | "monitoring.regex.full_match") "(" STRING ")"
        | "one_of" "(" STRING ("," STRING)* ")"
""")

# What selects log entries: fields, functions, or words in any field.
LOGS = Lark(COMMON + r"""
    start: or_
    or_: and_ ("OR" and_)*
    and_: not_ (("AND")? not_)*
    not_: ("NOT" | "-")? (comparison | function | STRING | "(" or_ ")")
    comparison: field OPERATOR value
    field: NAME ("." (NAME | STRING))*
    value: STRING | NUMBER | NAME | "(" value ("OR" value)* ")"
    function: ("log_id" | "source") "(" STRING ")" | "sample" "(" field "," NUMBER ")" | "ip_in_net" "(" field "," STRING ")"
        | "SEARCH" "(" (field ",")? STRING ")"
    OPERATOR: "!=" | ">=" | "<=" | "=~" | "!~" | "=" | ">" | "<" | ":"
""")


def problem(grammar, text):
    """Why this is no filter, if it is none."""
    try:
        tree = grammar.parse(text)
    except LarkError as error:
        return f"no filter: {error}"
    selected = {"".join(str(token) for token in node.children) for node in tree.find_data("selector")}
    if grammar is METRICS and not all(f"{what}.type" in text for what in ("metric", "resource")):
        return f"a filter of time series names metric.type and resource.type, and not only {selected}"
    return None
