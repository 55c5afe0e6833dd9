#!/usr/bin/env python3
"""Whether the judges beside this file say no where they should, and yes where they should."""

import json
import unittest

import cloudwatch
import discovery
import filters


def of(kind, **values):
    return {"address": f"{kind}.it", "type": kind, "values": values}


def google(kind, **values):
    return discovery.compare([of(kind, **values)])[0]


def policy(strategy=None, **condition):
    values = {"display_name": "d", "combiner": "OR", "conditions": [{"display_name": "c", **condition}]}
    return google("google_monitoring_alert_policy", alert_strategy=strategy, **values)


RUN = 'metric.type = "run.googleapis.com/request_count" AND resource.type = "cloud_run_revision"'


def threshold(**more):
    how = {"alignment_period": "60s", "per_series_aligner": "ALIGN_DELTA"}
    condition = {"filter": RUN, "comparison": "COMPARISON_GT", "duration": "0s", "aggregations": [how], **more}
    return policy(condition_threshold=[condition])


class Google(unittest.TestCase):
    # The API itself is not switched on in any of them.
    def assertNamed(self, faults, *named):
        faults = [fault for fault in faults if "switched on" not in fault]
        self.assertEqual(len(faults), len(named), faults)
        for fault, name in zip(faults, named):
            self.assertIn(name, fault)

    def test_fields_enums_numbers_and_durations_of_an_api_are_known(self):
        self.assertNamed(threshold())
        self.assertNamed(threshold(comparison="GREATER"), "COMPARISON_GT")
        self.assertNamed(threshold(thresholds=1), "no thresholds")
        self.assertNamed(threshold(threshold_value="much"), "no number")
        self.assertNamed(policy(condition_prometheus_query_language=[{"query": "x", "duration": "five", "evaluation_interval": "60s"}]), "no duration")
        disk = {"name": "d", "zone": "z", "type": "pd-balanced"}
        self.assertNamed(google("google_compute_disk", size=10, **disk))
        self.assertNamed(google("google_compute_disk", size="ten", **disk), "whole number")
        self.assertNamed(google("google_compute_disk", size=10, self_link="x", **disk), "the API's to say")
        self.assertNamed(google("google_compute_network", name="Replybot"), "does not match")
        self.assertNamed(google("google_secret_manager_secret", secret_id="s", replication=[{"auto": [None]}, {"auto": [None]}]), "is one")

    def test_a_dashboard_is_looked_at_to_its_depth(self):
        def dashboard(**series):
            query = {"timeSeriesQuery": {"timeSeriesFilter": {"filter": RUN, "aggregation": series}}}
            tile = {"width": 4, "height": 4, "widget": {"xyChart": {"dataSets": [query]}}}
            body = {"displayName": "d", "mosaicLayout": {"columns": 12, "tiles": [tile]}}
            return google("google_monitoring_dashboard", dashboard_json=json.dumps(body))
        self.assertNamed(dashboard(perSeriesAligner="ALIGN_RATE"))
        self.assertNamed(dashboard(perSeriesAligner="ALIGN_ALL"), "ALIGN_RATE")
        self.assertNamed(dashboard(align="x"), "no align")

    def test_what_the_documents_say_in_sentences_holds(self):
        self.assertNamed(threshold(duration="90s"), "whole minutes")
        self.assertNamed(policy(condition_absent=[{"filter": RUN, "duration": "60s"}]), "120 s")
        self.assertNamed(policy(condition_prometheus_query_language=[{"query": "x", "evaluation_interval": "45s"}]), "30 s")
        logs = [{"filter": '"ERROR"'}]
        self.assertNamed(policy(condition_matched_log=logs), "notification_rate_limit")
        self.assertNamed(policy([{"notification_rate_limit": [{"period": "3600s"}]}], condition_matched_log=logs))

    def test_an_api_that_is_called_is_switched_on(self):
        member = of("google_project_iam_member", project="p", role="roles/viewer", member="user:a@example.com")
        service = of("google_project_service", project="p", service="cloudresourcemanager.googleapis.com")
        self.assertIn("cloudresourcemanager", discovery.compare([member])[0][0])
        self.assertEqual(discovery.compare([member, service]), ([], 2))

    def test_a_kind_of_resource_without_a_document_is_named(self):
        self.assertIn("which document", google("google_pubsub_topic", name="t")[0])

    def test_filters_are_of_their_grammar(self):
        for text in [
            RUN,
            f'{RUN} AND metric.labels.code != "200"',
            f'{RUN} AND (resource.labels.job_name = one_of("a", "b") OR NOT metadata.system_labels.name = starts_with("r"))',
        ]:
            self.assertIsNone(filters.problem(filters.METRICS, text), text)
        for text in [
            "", RUN + " AND", RUN.replace("=", "==", 1), RUN.replace('"', "'"), 'metric.type = "a"', f"{RUN} AND metrics.labels.x = 1",
            f'{RUN} AND resource.labels.x = any_of("a")', f'{RUN} AND resource.labels.x =~ "a"', RUN.replace("cloud_run_revision", 'cloud"run'),
        ]:
            self.assertIsNotNone(filters.problem(filters.METRICS, text), text)
        for text in [
            '"ERROR"', 'resource.type="x" AND log_id("y") AND ("a" OR "b")', 'jsonPayload.counted."a.b">0', 'severity>=ERROR',
            'resource.labels.job_name=~"^a-(b|c)$"',
        ]:
            self.assertIsNone(filters.problem(filters.LOGS, text), text)
        for text in ["", 'a="b', 'a=="b"', 'log_name("x")', '("a" OR)', "a = AND b"]:
            self.assertIsNotNone(filters.problem(filters.LOGS, text), text)


def share(name="replybot-errors", expression="100 * part / whole", **first):
    queries = [
        {"id": "share", "expression": expression, "label": "per cent", "return_data": True, **first},
        *(
            {"id": it, "metric": [{"namespace": "N", "metric_name": it, "dimensions": {"a": "b"}, "stat": "Sum", "period": 60}]}
            for it in ("part", "whole")
        ),
    ]
    return alarm(name, metric_query=queries, threshold=5)


def alarm(name, **values):
    about = {"alarm_name": name, "comparison_operator": "GreaterThanThreshold", "evaluation_periods": 1}
    return of("aws_cloudwatch_metric_alarm", **about, **values)


def fits(alarm):
    return cloudwatch.compare([alarm])[0]


def rings(alarm):
    return cloudwatch.described([alarm])[1]


class CloudWatch(unittest.TestCase):
    def assertNamed(self, faults, name):
        self.assertTrue(any(name in fault for fault in faults), faults)

    def test_an_alarm_fits_the_schema(self):
        simple = {"namespace": "N", "metric_name": "m", "period": 60, "threshold": 0}
        right = [alarm("a", statistic="Sum", **simple), share(), alarm("b", extended_statistic="p95", **simple)]
        for index, it in enumerate(right):
            it["address"] += str(index)
        self.assertEqual(cloudwatch.compare(right), ([], 3))
        wrong = alarm("a", statistic="Mean", treat_missing_data="none", **simple | {"period": 61})
        for named in ("Mean", "61", "'none'"):
            self.assertNamed(fits(wrong), named)
        self.assertNamed(rings(alarm("a", extended_statistic="95", **simple)), "no statistic")

    def test_metric_math_is_read_and_rings_when_it_should(self):
        self.assertEqual(rings(share()), [])
        drafts = "100 * FILL(part, 0) / (FILL(part, 0) + FILL(whole, 0))"
        self.assertEqual(rings(share("x-drafts-failing", drafts)), [])
        self.assertNamed(rings(share("x-drafts-failing")), "should ring")
        self.assertNamed(rings(share(expression="part / whole")), "should ring")
        self.assertNamed(rings(share(expression="100 * whole / part")), "ring")
        self.assertNamed(rings(share("x-other")), "MINUTES")
        for expression, named in [
            ("100 * part /", "invalid syntax"), ("100 * parts / whole", "no metric has the id parts"), ("FILL(part)", "not of metric math"),
            ("COALESCE(part, 0)", "not of metric math"), ("part % whole", "not of metric math"), ("part.sum", "not of metric math"),
        ]:
            self.assertNamed(rings(share(expression=expression)), named)
        self.assertNamed(rings(share(id="Share")), "ids are")
        self.assertNamed(rings(share(id="part")), "ids are")
        self.assertNamed(rings(share(return_data=False, expression="1")), "0 of its metrics")

    def test_a_dashboard_fits_the_page(self):
        def dashboard(metrics=(["AWS/SQS", "m", "QueueName", "q", {"stat": "p95"}],), stat="Sum", **place):
            properties = {"title": "t", "region": "r", "metrics": metrics, "stat": stat, "period": 300, "view": "timeSeries"}
            widget = {"type": "metric", "x": 0, "y": 0, "width": 8, "height": 6, "properties": properties} | place
            body = json.dumps({"widgets": [widget]})
            return rings(of("aws_cloudwatch_dashboard", dashboard_name="d", dashboard_body=body))
        self.assertEqual(dashboard(), [])
        self.assertNamed(dashboard(x=20), "24 columns")
        self.assertNamed(dashboard(colour="red"), "colour")
        self.assertNamed(dashboard(stat="p"), "p, timeSeries")
        self.assertNamed(dashboard(metrics=[["AWS/SQS", "m", "QueueName"]]), "pairs")
        self.assertNamed(dashboard(metrics=[["AWS/SQS", "m", {"stats": "Sum"}]]), "stats")
        self.assertNamed(dashboard(metrics=[["AWS/SQS", "m", {"stat": "P95"}]]), "no statistic")


if __name__ == "__main__":
    unittest.main()
