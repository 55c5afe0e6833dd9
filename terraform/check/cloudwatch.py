"""Compares the alarms and the dashboard of a plan with what CloudWatch takes.

Of alarms CloudFormation's own schema judges, by cfn-lint: the same API, behind another tool. Metric math
and a dashboard's body have no published parser or schema (looked for on PyPI and npm: cfn-lint, moto,
the CDK and the services' models take both as texts), so they are read by what AWS's pages say:
docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html and
…/APIReference/CloudWatch-Dashboard-Body-Structure.html.
"""

import ast
import json
import operator
import re
from functools import cache

from cfnlint import lint, ManualArgs

ID = re.compile(r"[a-z][A-Za-z0-9_]*")
STATISTIC = re.compile(r"SampleCount|Average|Sum|Minimum|Maximum|(p|tm|wm|tc|ts)(100|\d{1,2}(\.\d{1,10})?)|IQM")
# Functions that alarms may use here, and how many arguments they have: those that `Math` evaluates.
FUNCTIONS = {"FILL": 2}
RENDERED = {"color", "label", "period", "stat", "visible", "yAxis", "id", "expression", "region", "accountId"}
VIEWS = {"timeSeries", "singleValue", "gauge", "bar", "pie"}

# A minute's part and whole, and whether the alarm of this name rings for them. `None`: nothing was counted.
MINUTES = {
    "errors": [(6, 100, True), (5, 100, False), (1, 1, True), (0, 1, False), (None, None, False)],
    "api-errors": [(6, 100, True), (5, 100, False), (1, 1, True), (0, 1, False), (None, None, False)],
    # The whole are those that were written.
    "drafts-failing": [
        (6, 94, True), (5, 95, False), (1, None, True), (0, None, False), (None, 1, False), (None, None, False),
    ],
}


def pascal(name):
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def dimensions(values):
    return [{"Name": name, "Value": value} for name, value in (values or {}).items()]


def metric(values):
    metric = {"Namespace": values["namespace"], "MetricName": values["metric_name"], "Dimensions": dimensions(values.get("dimensions"))}
    return {"Metric": metric, "Period": values["period"], "Stat": values["stat"]}


def alarm(values):
    """The alarm as CloudFormation has it."""
    queries = values.pop("metric_query", None) or []
    properties = {pascal(name): value for name, value in values.items() if value not in (None, [], {})}
    for name in ("Id", "Arn", "TagsAll"):
        properties.pop(name, None)
    # What is known only once it is made.
    for name in ("AlarmActions", "OkActions"):
        if name in properties:
            properties[name] = [it or "arn:aws:sns:us-east-1:123456789012:alarms" for it in properties[name]]
    if "OkActions" in properties:
        properties["OKActions"] = properties.pop("OkActions")
    if "Dimensions" in properties:
        properties["Dimensions"] = dimensions(values["dimensions"])
    if queries:
        properties["Metrics"] = [
            {pascal(name): it[name] for name in ("id", "expression", "label", "return_data") if it.get(name)}
            | ({"MetricStat": metric(it["metric"][0])} if it.get("metric") else {"ReturnData": True})
            | ({} if it.get("return_data") else {"ReturnData": False})
            for it in queries
        ]
        properties.pop("Period", None)
    return properties


CALCULATED = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class Math:
    """An expression of metric math over series of these ids."""

    def __init__(self, expression, ids):
        self.ids = ids
        try:
            # Numbers, ids, calls and arithmetic are written as in Python.
            self.tree = ast.parse(expression, mode="eval").body
        except SyntaxError as error:
            raise ValueError(f"{expression}: {error.msg}") from error
        self.look(self.tree)

    def look(self, node):
        match node:
            case ast.Constant(value=int() | float()):
                pass
            case ast.Name(id=name) if name in self.ids:
                pass
            case ast.Name(id=name):
                raise ValueError(f"no metric has the id {name}")
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
                self.look(left)
                self.look(right)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self.look(operand)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if FUNCTIONS.get(name) == len(arguments):
                for argument in arguments:
                    self.look(argument)
            case _:
                raise ValueError(f"{ast.unparse(node)} is not of metric math")

    def value(self, values, node=None):
        """At a minute. What is computed of nothing is nothing, and so is a division by 0."""
        match node or self.tree:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return values[name]
            case ast.UnaryOp(operand=operand):
                value = self.value(values, operand)
                return None if value is None else -value
            case ast.Call(func=ast.Name(id="FILL"), args=[series, instead]):
                value = self.value(values, series)
                return self.value(values, instead) if value is None else value
            case ast.BinOp(left=left, op=op, right=right):
                one, other = self.value(values, left), self.value(values, right)
                if one is None or other is None or isinstance(op, ast.Div) and other == 0:
                    return None
                return CALCULATED[type(op)](one, other)
            case node:
                raise ValueError(f"{ast.unparse(node)} is not evaluated here")


def shares(name, properties):
    """What is wrong with an alarm of metric math."""
    queries = properties["Metrics"]
    ids = [query["Id"] for query in queries]
    if len(set(ids)) != len(ids) or not all(ID.fullmatch(it) for it in ids):
        yield f"ids are {ids}"
    shown = [query for query in queries if query["ReturnData"]]
    if len(shown) != 1:
        return (yield f"{len(shown)} of its metrics are the alarm's, and not one")
    for query in queries:
        if "MetricStat" in query and not STATISTIC.fullmatch(query["MetricStat"]["Stat"]):
            yield f"{query['MetricStat']['Stat']} is no statistic"
    try:
        expression = Math(shown[0]["Expression"], [query["Id"] for query in queries if "MetricStat" in query])
    except ValueError as error:
        return (yield str(error))
    stem = next((it for it in sorted(MINUTES, key=len, reverse=True) if name.endswith(it)), None)
    if stem is None:
        return (yield "for which minutes does it ring? (MINUTES)")
    for part, whole, rings in MINUTES[stem]:
        value = expression.value({"part": part, "whole": whole})
        if (value is not None and value > properties["Threshold"]) != rings:
            yield f"{part} of {whole}: {value} %, and it should {'' if rings else 'not '}ring"


def graph(widget):
    """What is wrong with a widget of a dashboard."""
    if unknown := set(widget) - {"type", "x", "y", "width", "height", "properties"}:
        yield f"unknown: {unknown}"
    if widget["type"] != "metric":
        yield f"type {widget['type']}"
    if not (0 <= widget["x"] <= 23 and 1 <= widget["width"] <= 24 and widget["x"] + widget["width"] <= 24 and widget["y"] >= 0):
        yield "is not within the 24 columns"
    properties = widget["properties"]
    known = {"metrics", "region", "title", "stat", "period", "view", "stacked", "yAxis", "legend", "annotations", "liveData"}
    if unknown := set(properties) - known:
        yield f"unknown: {unknown}"
    if not STATISTIC.fullmatch(properties["stat"]) or properties["view"] not in VIEWS or properties["period"] % 60:
        yield f"{properties['stat']}, {properties['view']}, {properties['period']}"
    for line in properties["metrics"]:
        *words, last = line
        rendered = last if isinstance(last, dict) else {}
        words = words if rendered else line
        if len(words) < 2 or len(words) % 2 or not all(isinstance(word, str) and word for word in words):
            yield f"{line} is no namespace, name and pairs of dimensions"
        if unknown := set(rendered) - RENDERED:
            yield f"unknown: {unknown}"
        if not STATISTIC.fullmatch(rendered.get("stat", "Sum")):
            yield f"{rendered['stat']} is no statistic"


def described(resources):
    """These resources of a plan as CloudFormation has them, and the faults that it does not see."""
    template, faults = {}, []
    for resource in resources:
        name = re.sub(r"[^A-Za-z0-9]", "", resource["address"])
        if resource["type"] == "aws_cloudwatch_metric_alarm":
            properties = alarm(dict(resource["values"]))
            template[name] = {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}
            if "Metrics" in properties:
                faults += [f"{resource['address']}: {fault}" for fault in shares(properties["AlarmName"], properties)]
            elif not STATISTIC.fullmatch(properties.get("ExtendedStatistic", "Sum")):
                faults.append(f"{resource['address']}: {properties['ExtendedStatistic']} is no statistic")
        elif resource["type"] == "aws_cloudwatch_dashboard":
            body = resource["values"]["dashboard_body"]
            template[name] = {"Type": "AWS::CloudWatch::Dashboard", "Properties": {
                "DashboardName": resource["values"]["dashboard_name"], "DashboardBody": body,
            }}
            for index, widget in enumerate(json.loads(body)["widgets"]):
                faults += [f"{resource['address']}, widget {index}: {fault}" for fault in graph(widget)]
    return template, faults


def compare(resources):
    """The faults of these resources of a plan, and how many were looked at."""
    template, faults = described(resources)
    if template:
        faults += by_schema(json.dumps({"Resources": template}, sort_keys=True))
    return sorted(set(faults)), len(template)


# Many plans have the same alarms.
@cache
def by_schema(template):
    return [str(it) for it in lint(template, config=ManualArgs(regions=["us-east-1"]))]
