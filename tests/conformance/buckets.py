"""Keeps attachments of the product in a bucket of a server that speaks S3. Usage: buckets.py BINARY"""

import base64
import hashlib
import hmac
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import boto3
from moto.server import ThreadedMotoServer

SECRET = "a-secret-of-this-test-alone-0123456789"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
# More than one part of an upload.
LARGE = b"All work and no play.\n" * 300_000


def token(user):
    """Signs a token for a user, as an application in front of the server would."""

    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    claims = {"sub": user, "exp": int(time.time()) + 600}
    signed = b".".join(part(json.dumps(it).encode()) for it in ({"alg": "HS256", "typ": "JWT"}, claims))
    return (signed + b"." + part(hmac.digest(SECRET.encode(), signed, hashlib.sha256))).decode()


def call(method, url, body=None, user=None):
    """Returns status, type and bytes of an answer."""
    headers = {"Authorization": f"Bearer {token(user)}"} if user else {}
    if isinstance(body, dict):
        body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=60) as answer:
            return answer.status, answer.headers["content-type"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["content-type"], error.read()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(binary, folder, endpoint):
    """Starts the product with its files in the bucket; returns its process and address."""
    address = f"127.0.0.1:{free_port()}"
    environment = KEYS | {
        "PATH": os.environ["PATH"], "BIND": address, "DATABASE_URL": f"sqlite://{folder}/test.db", "AUTH_JWT_SECRET": SECRET, "RUST_LOG": "warn",
        "ATTACHMENTS_URL": "s3://files/of/people", "ATTACHMENTS_S3_ENDPOINT": endpoint, "MAX_ATTACHMENT_BYTES": str(len(LARGE)),
    }
    process = subprocess.Popen([binary, "serve"], cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(300):
        try:
            if call("GET", f"http://{address}/readyz")[0] == 200:
                return process, f"http://{address}"
        except OSError:
            pass
        assert process.poll() is None, "the server ended"
        time.sleep(0.1)
    process.terminate()
    raise AssertionError("the server is not ready after 30 s")


def keep_files(base, stored):
    """Sends, reads and deletes files, and looks into the bucket (`stored`) each time."""

    def ask(user, request, **params):
        return call("POST", f"{base}/api/v1/chatkit", {"type": request, "params": params}, user)

    for name, mime_type, content in (("cat.png", "image/png", PNG), ("long.txt", "text/plain", LARGE)):
        status, _, text = ask("ada", "attachments.create", name=name, size=len(content), mime_type=mime_type)
        assert status == 200, text
        announced = json.loads(text)
        assert ("preview_url" in announced) == (mime_type == "image/png"), announced
        assert stored() == [], "nothing is stored before it is sent"
        place = announced["upload_descriptor"]
        status, _, text = call(place["method"], place["url"], content)
        assert status == 200, text
        assert stored() == [content], "the bucket holds what was sent, and that alone"

        bare = f"{base}/api/v1/chatkit/attachments/{announced['id']}"
        assert call("GET", bare, user="ada") == (200, mime_type, content)
        if mime_type == "image/png":
            assert call("GET", json.loads(text)["preview_url"]) == (200, mime_type, content)
        assert call("GET", bare)[0] == 401
        assert call("GET", bare, user="bob")[0] == 404
        assert ask("bob", "attachments.delete", attachment_id=announced["id"])[0] == 404
        assert stored() == [content], "nobody else deletes it"

        assert ask("ada", "attachments.delete", attachment_id=announced["id"])[0] == 200
        assert stored() == [], "the bytes are gone"
        assert call("GET", bare, user="ada")[0] == 404

    status, _, text = ask("ada", "attachments.create", name="a.png", size=10, mime_type="image/png")
    status, _, text = call("PUT", json.loads(text)["upload_descriptor"]["url"], b"no picture")
    assert status == 415, text
    assert stored() == [], "what was refused is not kept"


def main():
    buckets = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    buckets.start()
    endpoint = "http://{}:{}".format(*buckets.get_host_and_port())
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name=KEYS["AWS_REGION"],
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"], aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket="files")

    def stored():
        found = client.list_objects_v2(Bucket="files").get("Contents", [])
        assert all(it["Key"].startswith("of/people/") for it in found), found
        return [client.get_object(Bucket="files", Key=it["Key"])["Body"].read() for it in found]

    with tempfile.TemporaryDirectory() as folder:
        process, base = start(os.path.abspath(sys.argv[1]), folder, endpoint)
        try:
            keep_files(base, stored)
        finally:
            process.terminate()
            process.wait(timeout=30)
            buckets.stop()
    print("buckets: files sent to, read from and deleted in a bucket")


main()
