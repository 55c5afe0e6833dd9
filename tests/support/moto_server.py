"""moto's server on a free port of the loopback, which ends with the process that started it.

Prints its port, then serves until standard input is closed. A closed pipe is noticed however the
other side ended, so that no server is left behind by a test that panicked or was killed.

One request at a time: moto's threads check a condition and write in two steps, where AWS takes one.
"""

import json
import logging
import os
import sys
import threading

from moto.budgets.responses import BudgetsResponse
from moto.core.responses import EmptyResult
from moto.dynamodb.models.dynamo_type import LimitedSizeDict
from moto.server import DomainDispatcherApplication, create_backend_app
from moto.ses.models import ConfigurationSet, EmailIdentity
from moto.ses.responses import EmailResponse
from werkzeug.serving import make_server

logging.getLogger("werkzeug").setLevel(logging.ERROR)
moto = DomainDispatcherApplication(create_backend_app)
lock = threading.Lock()


def one_at_a_time(environ, start_response):
    with lock:
        return moto(environ, start_response)


def set_attribute(item, name, value, checked=LimitedSizeDict.__setitem__):
    """moto counts an attribute that is written again twice against the 400 KB of an item."""
    dict.pop(item, name, None)
    checked(item, name, value)


LimitedSizeDict.__setitem__ = set_attribute


def configuration_set(self, described=ConfigurationSet.to_dict_v2):
    """moto puts an object where SES has a boolean; Terraform's provider cannot read that."""
    described = described(self)
    described["SendingOptions"] = {"SendingEnabled": True}
    return described


ConfigurationSet.to_dict_v2 = configuration_set


def describe_subscribers_for_notification(self):
    """moto does not keep a budget's subscribers; Terraform's provider asks for them."""
    return json.dumps({"Subscribers": [{"SubscriptionType": "SNS", "Address": "arn:aws:sns:::kept-by-nobody"}]})


BudgetsResponse.describe_subscribers_for_notification = describe_subscribers_for_notification
BudgetsResponse.list_tags_for_resource = lambda self: json.dumps({"ResourceTags": []})


def email_identity(self, *args, made=EmailIdentity.__init__, **kwargs):
    """moto gives a time as text where SES gives a number."""
    made(self, *args, **kwargs)
    self.dkim_attributes.pop("LastKeyGenerationTimestamp", None)


EmailIdentity.__init__ = email_identity


def delete_receipt_rule(self):
    """moto knows no end of a rule; Terraform's provider asks for it."""
    rules = self.backend.describe_receipt_rule_set(self._get_param("RuleSetName")).rules
    rules[:] = [rule for rule in rules if rule["Name"] != self._get_param("RuleName")]
    return EmptyResult()


EmailResponse.delete_receipt_rule = delete_receipt_rule


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
server = make_server("127.0.0.1", 0, one_at_a_time, threaded=True)
print(server.port, flush=True)
server.serve_forever()
