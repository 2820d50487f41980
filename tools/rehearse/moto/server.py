"""Starts moto's server with its arguments, after mending what keeps its interpreter from running real workflows.

Each mend's docstring tells what is done and, after the colon, what moto does without it; both are printed first, a JSON
object a line. Nothing here decides what a workflow does: that stays with moto.
"""

import copy
import functools
import json
import logging
import re
import sys
import threading
from datetime import datetime, timezone

# A path with one of these may lead to several values.
INDEFINITE = re.compile(r"\*|\.\.|\?\(|\[[^\]']*[:,]")


def read_definite_paths():
    """reads a path like $[0].orderId as the one value that it leads to: moto makes a list of it, AWS does not"""
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
    """parses each path once: moto builds a parser whenever it reads or writes by a path, and spends most of its time so"""
    import jsonpath_ng
    import jsonpath_ng.ext
    from jsonpath_ng.ext.parser import ExtendedJsonPathParser
    from jsonpath_ng.parser import JsonPathParser

    lock = threading.Lock()

    def remembering(parser):
        @functools.lru_cache(maxsize=None)
        def parse(path):
            # A parser takes one text at a time.
            with lock:
                return parser.parse(path)

        return parse

    jsonpath_ng.parse = remembering(JsonPathParser())
    jsonpath_ng.ext.parse = remembering(ExtendedJsonPathParser())


def list_services_once():
    """lists the services once: moto looks through its folders at every request, and lets no other in meanwhile"""
    from moto import backends

    services = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: services


def make_clients_once():
    """makes one client of each AWS service: moto makes one for each task, which takes longer than the task"""
    from moto.stepfunctions.parser.asl.utils import boto_client

    lock = threading.Lock()
    clients = {}
    original = boto_client.boto_client_for
    # As many connections as executions may want at once; more than ten would be made anew for each call.
    boto_client.Config = functools.partial(boto_client.Config, max_pool_connections=64)

    def boto_client_for(region, service, state_credentials=None):
        # Moto signs for every role alike.
        with lock:
            if (region, service) not in clients:
                clients[region, service] = original(region, service)
            return clients[region, service]

    boto_client.boto_client_for = boto_client_for


def start_executions_side_by_side():
    """starts an execution while others of its machine run: moto copies the machine with its executions, whose locks cannot be copied"""
    from moto.stepfunctions.models import StateMachineInstance

    def copied(machine, _memo):
        twin = copy.copy(machine)
        twin.executions = []
        return twin

    StateMachineInstance.__deepcopy__ = copied


def look_among_executions_that_have_begun():
    """looks for who waits for a task token among executions that have begun: moto breaks on one that is about to begin, and the answer to the token is lost"""
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


def tell_start_time_as_text():
    """tells $$.Execution.StartTime as text: moto puts a date there that no task can hand on; AWS tells ISO 8601"""
    from moto.stepfunctions.parser.asl.eval.evaluation_details import ExecutionDetails

    original = ExecutionDetails.__init__

    def with_text(self, *args, **kwargs):
        original(self, *args, **kwargs)
        if isinstance(self.start_time, datetime):
            self.start_time = as_text(self.start_time)

    ExecutionDetails.__init__ = with_text


def spell_as_the_api_does():
    """spells what tasks send and get as the service's API and as Step Functions do: moto hands on what the definition says, and knows neither stateMachineArn for StateMachineArn nor dates as text"""
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
            tell_dates(response)

    # ChecksumSHA256 stays as it is: moto would make ChecksumSha256 of it.
    StateTaskService._to_sfn_cased = staticmethod(lambda name: name[:1].upper() + name[1:])
    StateTaskService._normalise_parameters = normalise_parameters
    StateTaskService._normalise_response = normalise_response


loading = threading.Lock()


@functools.lru_cache(maxsize=None)
def service_model(service):
    import botocore.session

    with loading:
        return botocore.session.get_session().get_service_model(service)


def tell_dates(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        if isinstance(inner, datetime):
            value[key] = as_text(inner)
        else:
            tell_dates(inner)


def as_text(moment):
    utc = moment.astimezone(timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def keep_transactions_apart():
    """lets no write come between those of a transaction, and keeps only what it touches to undo it: moto copies the whole table for each one, and undoing one undoes what others wrote meanwhile"""
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
    """takes 2026-01-31T12:00:00.000Z for a timestamp: moto takes whole seconds in UTC only, AWS all of RFC 3339"""
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
    """compares a variable with a value of the context object, like $$.Execution.StartTime: moto looks for it in the state's input, and the execution breaks"""
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


# What other modules import by name comes first.
MENDS = [
    parse_paths_once,
    list_services_once,
    read_definite_paths,
    make_clients_once,
    start_executions_side_by_side,
    look_among_executions_that_have_begun,
    tell_start_time_as_text,
    spell_as_the_api_does,
    take_fractions_of_seconds,
    compare_with_the_context,
    keep_transactions_apart,
]


def know_services():
    from moto.stepfunctions.parser.asl.utils import boto_client

    for service in ("dynamodb", "lambda", "sqs", "stepfunctions", "s3", "sns", "events"):
        service_model(service)
        boto_client.boto_client_for("us-east-1", service)


def main():
    from werkzeug.serving import WSGIRequestHandler

    for mend in MENDS:
        mend()
        does, because = mend.__doc__.split(": ", 1)
        print(json.dumps({"does": does, "because": because}), flush=True)
    # A connection for each call costs a quarter of the time.
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    # A line for each call costs a tenth of the time; faults are told all the same.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # Reading the models of the services takes seconds, in which the first orders would meet their timeouts.
    threading.Thread(target=know_services, daemon=True).start()
    from moto.server import main as serve

    serve(sys.argv[1:])


if __name__ == "__main__":
    main()
