"""Starts moto's server with the given arguments, after fixing what keeps its interpreter from running real workflows.

The docstring of each fix says what it does and, after the colon, what moto does without it. Both are printed first, one
JSON object a line. Nothing here decides what a workflow does: moto does that.
"""

import copy
import functools
import json
import logging
import re
import sys
import threading
from datetime import datetime, timezone

# A path with one of these may match several values.
INDEFINITE = re.compile(r"\*|\.\.|\?\(|\[[^\]']*[:,]")


def read_definite_paths():
    """reads a path like $[0].orderId as the single value that it matches: moto makes a list of it, AWS does not"""
    from moto.stepfunctions.parser.asl.utils import json_path

    original = json_path.extract_json

    def extract_json(path, data):
        value = original(path, data)
        if INDEFINITE.search(path) or not isinstance(value, list):
            return value
        matches = json_path.parse(path).find(data)
        return matches[0].value if len(matches) == 1 else value

    json_path.extract_json = extract_json


def parse_paths_once():
    """parses each path once: moto builds a parser every time it reads or writes by a path, and spends most of its time on that"""
    import jsonpath_ng
    import jsonpath_ng.ext
    from jsonpath_ng.ext.parser import ExtendedJsonPathParser
    from jsonpath_ng.parser import JsonPathParser

    lock = threading.Lock()

    def remembering(parser):
        @functools.lru_cache(maxsize=None)
        def parse(path):
            # A parser can handle only one text at a time.
            with lock:
                return parser.parse(path)

        return parse

    jsonpath_ng.parse = remembering(JsonPathParser())
    jsonpath_ng.ext.parse = remembering(ExtendedJsonPathParser())


def list_services_once():
    """lists the services once: moto searches its folders at every request, and blocks all other requests while it does"""
    from moto import backends

    services = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: services


def make_clients_once():
    """makes one client for each AWS service: moto makes one for each task, which takes longer than the task"""
    from moto.stepfunctions.parser.asl.utils import boto_client

    lock = threading.Lock()
    clients = {}
    original = boto_client.boto_client_for
    # Enough connections for all executions at once. By default, those beyond ten would be opened again for each call.
    boto_client.Config = functools.partial(boto_client.Config, max_pool_connections=64)

    def boto_client_for(region, service, state_credentials=None):
        # Moto uses the same credentials for every role.
        with lock:
            if (region, service) not in clients:
                clients[region, service] = original(region, service)
            return clients[region, service]

    boto_client.boto_client_for = boto_client_for


def start_executions_side_by_side():
    """starts an execution while others of its machine run: moto copies the machine and its executions, whose locks cannot be copied"""
    from moto.stepfunctions.models import StateMachineInstance

    def copied(machine, _memo):
        twin = copy.copy(machine)
        twin.executions = []
        return twin

    StateMachineInstance.__deepcopy__ = copied


def search_only_executions_that_have_begun():
    """searches only executions that have begun for the one that waits for a task token: moto fails on one that is about to begin, and the answer to the token is lost"""
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    def begun(backend, execution_status=None):
        return [
            execution
            for machine in backend.state_machines
            for execution in machine.executions
            if execution.exec_worker is not None
            and execution.exec_worker.env is not None
            and execution_status in (None, execution.status)
        ]

    StepFunctionsParserBackend._get_executions = begun


def give_start_time_as_text():
    """gives $$.Execution.StartTime as text: moto has a date object there, which no task can pass on; AWS has ISO 8601 text"""
    from moto.stepfunctions.parser.asl.eval.evaluation_details import ExecutionDetails

    original = ExecutionDetails.__init__

    def with_text(self, *args, **kwargs):
        original(self, *args, **kwargs)
        if isinstance(self.start_time, datetime):
            self.start_time = as_text(self.start_time)

    ExecutionDetails.__init__ = with_text


def spell_as_the_api_does():
    """spells a task's request as the service's API does and its response as Step Functions does: moto passes on what the definition says, and neither turns StateMachineArn into stateMachineArn nor dates into text"""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
        StateTaskService,
    )

    def operation(task, service, action):
        model = service_model(task._get_boto_service_name(service))
        name = (action or task.resource.api_action).replace("_", "").lower()
        return model.operation_model(next(it for it in model.operation_names if it.lower() == name))

    def normalise_parameters(task, parameters, boto_service_name=None, service_action_name=None):
        shape = operation(task, boto_service_name, service_action_name).input_shape
        if shape is not None:
            task._to_boto_request(parameters, shape)

    def normalise_response(task, response, boto_service_name=None, service_action_name=None):
        shape = operation(task, boto_service_name, service_action_name).output_shape
        if shape is not None:
            task._from_boto_response(response, shape)
            dates_to_text(response)

    # ChecksumSHA256 must stay as it is: moto would turn it into ChecksumSha256.
    StateTaskService._to_sfn_cased = staticmethod(lambda name: name[:1].upper() + name[1:])
    StateTaskService._normalise_parameters = normalise_parameters
    StateTaskService._normalise_response = normalise_response


loading = threading.Lock()


@functools.lru_cache(maxsize=None)
def service_model(service):
    import botocore.session

    with loading:
        return botocore.session.get_session().get_service_model(service)


def dates_to_text(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        if isinstance(inner, datetime):
            value[key] = as_text(inner)
        else:
            dates_to_text(inner)


def as_text(moment):
    utc = moment.astimezone(timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def keep_transactions_apart():
    """blocks other writes during a transaction, and copies only the items that it touches for a rollback: moto copies the whole table for each transaction, and its rollback also undoes what others wrote since the copy"""
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.dynamo_type import DynamoType
    from moto.dynamodb.models.table import Table

    lock = threading.RLock()
    touched = []

    def copied(table, _memo):
        twin = copy.copy(table)
        twin.items = copy.copy(table.items)
        for key in touched:
            hash_key, range_key = DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])
            if hash_key in table.items:
                twin.items[hash_key] = copy.copy(table.items[hash_key])
                if range_key in table.items[hash_key]:
                    twin.items[hash_key][range_key] = copy.deepcopy(table.items[hash_key][range_key])
        return twin

    def alone(name):
        original = getattr(DynamoDBBackend, name)

        @functools.wraps(original)
        def write(backend, *args, **kwargs):
            with lock:
                return original(backend, *args, **kwargs)

        setattr(DynamoDBBackend, name, write)

    for name in ("put_item", "update_item", "delete_item"):
        alone(name)
    original = DynamoDBBackend.transact_write_items

    def transact(backend, transact_items):
        with lock:
            operations = [operation for item in transact_items for operation in item.values()]
            touched[:] = [operation.get("Key") or operation["Item"] for operation in operations]
            return original(backend, transact_items)

    Table.__deepcopy__ = copied
    DynamoDBBackend.transact_write_items = transact


def take_fractions_of_seconds():
    """accepts 2026-01-31T12:00:00.000Z as a timestamp: moto accepts only whole seconds in UTC, AWS all of RFC 3339"""
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.implementations.is_operator import (
        IsTimestamp,
    )

    rfc3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

    def string_to_timestamp(text):
        if not rfc3339.fullmatch(text):
            return None
        try:
            return datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00"))
        except ValueError:
            return None

    IsTimestamp.string_to_timestamp = staticmethod(string_to_timestamp)


def compare_with_the_context():
    """compares a variable with a value of the context object, like $$.Execution.StartTime: moto looks for it in the state's input, and the execution fails"""
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.comparison_func import ComparisonFuncValue
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.comparison_operator_type import (
        ComparisonOperatorType,
    )
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.factory import OperatorFactory
    from moto.stepfunctions.parser.asl.utils import json_path

    original = ComparisonFuncValue._eval_body

    def eval_body(self, env):
        name = self.operator_type.name
        if not name.endswith("Path") or not self.value.startswith("$$."):
            return original(self, env)
        value = json_path.extract_json(self.value[1:], env.states.context_object.context_object_data)
        with_value = ComparisonOperatorType[name.removesuffix("Path")]
        OperatorFactory.get(with_value).eval(env=env, value=value)

    ComparisonFuncValue._eval_body = eval_body


# Fixes of functions that other modules import by name come first.
FIXES = [
    parse_paths_once,
    list_services_once,
    read_definite_paths,
    make_clients_once,
    start_executions_side_by_side,
    search_only_executions_that_have_begun,
    give_start_time_as_text,
    spell_as_the_api_does,
    take_fractions_of_seconds,
    compare_with_the_context,
    keep_transactions_apart,
]


def load_services():
    from moto.stepfunctions.parser.asl.utils import boto_client

    for service in ("dynamodb", "lambda", "sqs", "stepfunctions", "s3", "sns", "events"):
        service_model(service)
        boto_client.boto_client_for("us-east-1", service)


def main():
    from werkzeug.serving import WSGIRequestHandler

    for fix in FIXES:
        fix()
        does, because = fix.__doc__.split(": ", 1)
        print(json.dumps({"does": does, "because": because}), flush=True)
    # A new connection for each call would take a quarter of the time.
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    # A log line for each call would take a tenth of the time. Warnings and errors are still logged.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # Reading the services' models takes seconds, and the first orders would time out during that.
    threading.Thread(target=load_services, daemon=True).start()
    from moto.server import main as serve

    serve(sys.argv[1:])


if __name__ == "__main__":
    main()
