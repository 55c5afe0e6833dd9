"""Stand-ins for the AWS and Google providers, so that terraform can validate and plan without an
account and without their binaries.

What they know comes from the providers' published bindings: every resource and data source, its
arguments, its nested blocks and what it exports. They create nothing.
"""

import glob
import json
import re
import sysconfig
import tarfile
import tempfile
from concurrent import futures

import grpc
import msgpack
from tf.gen import grpc_controller_pb2, grpc_controller_pb2_grpc, grpc_stdio_pb2_grpc
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

UNKNOWN = msgpack.ExtType(0, b"\0")
# `… sqs_queue#fifo_queue SqsQueue#fifo_queue}`: the name that Terraform uses.
DOCUMENTED = re.compile(r"/docs[^ ]*#(\w+) ")


class Bindings:
    """The types of one provider's bindings."""

    def __init__(self, package, prefix):
        self.prefix = prefix
        pattern = f"{sysconfig.get_paths()['purelib']}/{package}/_jsii/*.tgz"
        with tarfile.open(glob.glob(pattern)[0]) as archive:
            self.types = json.load(archive.extractfile("package/.jsii"))["types"]
        self.classes = {}
        for name, kind in self.types.items():
            bases = kind.get("base", "")
            if bases.endswith((".TerraformResource", ".TerraformDataSource", ".TerraformProvider")):
                self.classes[name.split(".")[1]] = name

    def block(self, folder):
        """The schema of the resource whose bindings are in this folder."""
        name = self.classes.get(folder)
        return name and self.schema(f"{name}Config", name, hidden=META)

    def schema(self, arguments, exports, hidden=frozenset()):
        """What may be set, with what is exported besides."""
        block = pb.Schema.Block()
        known = set()
        for argument in self.properties(arguments):
            name = terraform_name(argument)
            if name is None or name in hidden or name in known:
                continue
            known.add(name)
            inner = struct_of(argument["type"])
            if inner in self.types and is_block(argument):
                nested = block.block_types.add(type_name=name, nesting=pb.Schema.NestedBlock.LIST)
                nested.block.CopyFrom(self.schema(inner, f"{inner}OutputReference"))
                if not argument.get("optional"):
                    nested.min_items = 1
            else:
                optional = argument.get("optional", False)
                block.attributes.add(
                    name=name, type=type_of(argument["type"]), required=not optional, optional=optional,
                    computed=optional, sensitive=False,
                )
        for export in self.properties(exports):
            name = snake(export["name"])
            if export.get("static") or name in known or name in META or name.endswith("_input"):
                continue
            known.add(name)
            block.attributes.add(name=name, type=type_of(export["type"]), computed=True)
        return block

    def properties(self, name):
        kind = self.types.get(name, {})
        for base in [kind.get("base"), *kind.get("interfaces", [])]:
            if base in self.types:
                yield from self.properties(base)
        yield from kind.get("properties", [])


META = {
    "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners", "internal_value",
    "cdktf_stack", "terraform_resource_type", "fqn", "friendly_unique_id", "terraform_meta_arguments", "node",
    "raw_overrides", "construct_node_metadata", "terraform_generator_metadata", "alias", "meta_attributes",
    "creation_stack", "timeouts_input",
}


def terraform_name(argument):
    docs = argument.get("docs", {})
    found = DOCUMENTED.search(docs.get("remarks", "") + " ") or DOCUMENTED.search(docs.get("summary", "") + " ")
    return found and found.group(1)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found.group(1), name).lower()


def is_block(argument):
    """Blocks are documented by their own names; arguments that hold objects are not."""
    docs = argument.get("docs", {})
    return docs.get("summary", "").rstrip(".").endswith(" block")


def struct_of(kind):
    """The struct in a type, or in the elements of a collection."""
    if "union" in kind:
        kinds = [struct_of(part) for part in kind["union"]["types"]]
        return next((kind for kind in kinds if kind and not kind.startswith("cdktn.")), None)
    if "collection" in kind:
        return struct_of(kind["collection"]["elementtype"])
    return kind.get("fqn")


def type_of(kind):
    return json.dumps(simple(kind)).encode()


def simple(kind):
    if "union" in kind:
        kinds = [simple(part) for part in kind["union"]["types"]]
        return next((kind for kind in kinds if kind != "dynamic"), "dynamic")
    if "primitive" in kind:
        return {"boolean": "bool", "any": "dynamic"}.get(kind["primitive"], kind["primitive"])
    if "collection" in kind:
        inner = simple(kind["collection"]["elementtype"])
        if inner == "dynamic":
            return inner
        return ["list" if kind["collection"]["kind"] == "array" else "map", inner]
    return {"cdktn.IResolvable": "bool", "cdktn.StringMap": ["map", "string"]}.get(kind.get("fqn"), "dynamic")


class Provider(rpc.ProviderServicer):
    """A provider that takes everything that its schema allows."""

    def __init__(self, package, prefix, used):
        bindings = Bindings(package, prefix)
        self.prefix = prefix
        provider = next(n for n, k in bindings.types.items() if k.get("base", "").endswith(".TerraformProvider"))
        self.provider = pb.Schema(version=0, block=bindings.schema(f"{provider}Config", "none", hidden=META))
        self.resources, self.sources = {}, {}
        for kind, name in sorted(used):
            if not name.startswith(f"{prefix}_"):
                continue
            short = name.removeprefix(f"{prefix}_")
            folder = camel(f"data_{prefix}_{short}" if kind == "data" else short)
            block = bindings.block(folder) or bindings.block(f"{folder}A")
            if block is not None:
                (self.sources if kind == "data" else self.resources)[name] = pb.Schema(version=0, block=block)

    def GetMetadata(self, request, context):
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "not here")

    def GetProviderSchema(self, request, context):
        return pb.GetProviderSchema.Response(
            provider=self.provider, resource_schemas=self.resources, data_source_schemas=self.sources,
            server_capabilities=pb.ServerCapabilities(get_provider_schema_optional=True),
        )

    def GetResourceIdentitySchemas(self, request, context):
        return pb.GetResourceIdentitySchemas.Response()

    def ValidateProviderConfig(self, request, context):
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request, context):
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request, context):
        return pb.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, request, context):
        """As Google's provider does, which looks for credentials as soon as it is configured."""
        config = msgpack.unpackb(request.config.msgpack, strict_map_key=False)
        alone = self.prefix == "google" and not config.get("project")
        if alone and not config.get("access_token"):
            return pb.ConfigureProvider.Response(diagnostics=[pb.Diagnostic(
                severity=pb.Diagnostic.ERROR, summary="No credentials loaded, and no project",
            )])
        return pb.ConfigureProvider.Response()

    def PlanResourceChange(self, request, context):
        state = msgpack.unpackb(request.proposed_new_state.msgpack, strict_map_key=False)
        if state is not None:
            leave_open(state, self.resources[request.type_name].block, request.type_name)
        return pb.PlanResourceChange.Response(planned_state=pb.DynamicValue(msgpack=msgpack.packb(state)))

    def ReadDataSource(self, request, context):
        state = msgpack.unpackb(request.config.msgpack, strict_map_key=False)
        for attribute in self.sources[request.type_name].block.attributes:
            if attribute.computed and state.get(attribute.name) is None and attribute.type == b'"string"':
                state[attribute.name] = KNOWN.get((request.type_name, attribute.name), f"known-{attribute.name}")
        if request.type_name == "aws_iam_policy_document":
            state["json"] = policy(state)
        return pb.ReadDataSource.Response(state=pb.DynamicValue(msgpack=msgpack.packb(state)))

    def StopProvider(self, request, context):
        return pb.StopProvider.Response()


def leave_open(state, block, kind=None):
    """What is not set will be known once it is made."""
    for attribute in block.attributes:
        if attribute.computed and state.get(attribute.name) is None:
            state[attribute.name] = KNOWN.get((kind, attribute.name), UNKNOWN)
    for nested in block.block_types:
        blocks = state.get(nested.type_name)
        # Blocks with arguments of any type come as [their type, they].
        if isinstance(blocks, list) and blocks and isinstance(blocks[0], bytes):
            blocks = blocks[1]
        # How many blocks there are may be open, too.
        for inner in blocks if isinstance(blocks, list) else []:
            leave_open(inner, nested.block)


KNOWN = {
    # Part of the dashboard, which would not be known as a whole.
    ("aws_apigatewayv2_api", "id"): "known-id",
    ("aws_caller_identity", "account_id"): "123456789012",
    ("aws_partition", "partition"): "aws",
    ("aws_region", "region"): "ap-northeast-1",
    ("google_project", "number"): "123456789",
}


def policy(document):
    """The JSON of an IAM policy document, as far as one reads it in a plan."""
    merged = [json.loads(text)["Statement"] for text in document.get("source_policy_documents") or []]
    own = [
        {
            "Sid": statement["sid"] or "", "Effect": statement["effect"] or "Allow",
            "Action": statement["actions"], "Resource": statement["resources"],
        }
        for statement in document["statement"]
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": sum(merged, []) + own})


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


class Controller(grpc_controller_pb2_grpc.GRPCControllerServicer):
    def Shutdown(self, request, context):
        return grpc_controller_pb2.Empty()


class Stdio(grpc_stdio_pb2_grpc.GRPCStdioServicer):
    def StreamStdio(self, request, context):
        return iter(())


def serve(provider, folder, pid):
    """Serves a provider; returns what TF_REATTACH_PROVIDERS says of it."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    rpc.add_ProviderServicer_to_server(provider, server)
    grpc_controller_pb2_grpc.add_GRPCControllerServicer_to_server(Controller(), server)
    grpc_stdio_pb2_grpc.add_GRPCStdioServicer_to_server(Stdio(), server)
    socket = tempfile.mktemp(dir=folder)
    server.add_insecure_port(f"unix://{socket}")
    server.start()
    address = {"Network": "unix", "String": socket}
    return server, {"Protocol": "grpc", "ProtocolVersion": 6, "Pid": pid, "Test": True, "Addr": address}
