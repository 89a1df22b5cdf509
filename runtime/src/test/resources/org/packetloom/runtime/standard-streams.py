# SPDX-License-Identifier: Apache-2.0
"""Runs a program that copies its standard input to its standard output, over streams of every kind.

Says for each kind whether the bytes are the same, and whether the flags of the open files are as
they were. The arguments are the program and its arguments.
"""
import fcntl
import os
import pty
import socket
import subprocess
import sys
import tempfile
import threading

PROGRAM = sys.argv[1:]
DATA = bytes(i * 7 % 251 for i in range(300_000))


def run(kind, stdin, stdout, feed, collect, expected):
    held = [os.dup(stdin), os.dup(stdout)]
    before = [fcntl.fcntl(fd, fcntl.F_GETFL) for fd in held]
    process = subprocess.Popen(PROGRAM, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)
    os.close(stdin)
    if stdout != stdin:
        os.close(stdout)
    os.close(held[1]) if kind in ("pipe", "socket") else None
    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    received = collect(process)
    errors = process.stderr.read().decode()
    status = process.wait(60)
    kept = held[:1] if kind in ("pipe", "socket") else held
    after = [fcntl.fcntl(fd, fcntl.F_GETFL) for fd in kept]
    same = "same" if received == expected else "other (%d)" % len(received)
    flags = "kept" if after == before[: len(kept)] else "changed"
    print(kind, same, flags, status, errors.strip(), flush=True)


def write_all(fd, data):
    while data:
        data = data[os.write(fd, data):]
    os.close(fd)


def read_all(fd):
    parts = []
    while True:
        part = os.read(fd, 65536)
        if not part:
            return b"".join(parts)
        parts.append(part)


def pipes():
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()
    os.set_inheritable(in_read, True)
    run("pipe", in_read, out_write, lambda: write_all(in_write, DATA),
        lambda _: read_all(out_read), DATA)


def files():
    source = tempfile.TemporaryFile()
    source.write(DATA)
    source.flush()
    os.lseek(source.fileno(), 10, os.SEEK_SET)
    with tempfile.NamedTemporaryFile() as target:
        out = os.open(target.name, os.O_WRONLY | os.O_APPEND)

        def collect(process):
            process.wait(60)
            return target.read()

        run("file", os.dup(source.fileno()), out, lambda: None, collect, DATA[10:])


def sockets():
    ours_in, theirs_in = socket.socketpair()
    ours_out, theirs_out = socket.socketpair()

    def feed():
        ours_in.sendall(DATA)
        ours_in.shutdown(socket.SHUT_WR)

    run("socket", theirs_in.detach(), theirs_out.detach(), feed,
        lambda _: read_all(ours_out.fileno()), DATA)


def null():
    fd = os.open("/dev/null", os.O_RDWR)

    def collect(process):
        process.wait(60)
        return b""

    run("null", fd, fd, lambda: None, collect, b"")


def terminal():
    master, slave = pty.openpty()

    def collect(process):
        parts = b""
        while parts.count(b"hello") < 2 and process.poll() is None:
            parts += os.read(master, 1000)
        os.write(master, b"\x04")  # the end, at the beginning of a line
        process.wait(60)
        return parts

    run("terminal", slave, slave, lambda: os.write(master, b"hello\n"), collect,
        b"hello\r\nhello\r\n")


for each in (pipes, files, sockets, null, terminal):
    each()
