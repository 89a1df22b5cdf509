// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.packetloom.platform.PollerException;

/**
 * Polls sockets: the request of afd.sys that select is made of, sent to a handle of our own and
 * completed on the port of that. So it works for any socket, whatever port that belongs to, and
 * several may poll it at once. A poll ends at once if something it asks for holds, and once.
 */
final class AfdDevice {
  private static final String PATH = "\\Device\\Afd\\Packetloom";

  private static final long TIMEOUT = Layouts.offset(Layouts.AFD_POLL_INFO, "Timeout");
  private static final long NUMBER = Layouts.offset(Layouts.AFD_POLL_INFO, "NumberOfHandles");
  private static final long EXCLUSIVE = Layouts.offset(Layouts.AFD_POLL_INFO, "Exclusive");
  private static final long HANDLE = Layouts.offset(Layouts.AFD_POLL_INFO, "Handle");
  private static final long EVENTS = Layouts.offset(Layouts.AFD_POLL_INFO, "Events");
  private static final long STATUS = Layouts.offset(Layouts.AFD_POLL_INFO, "Status");

  private final long device;
  private final Scratch.Pool scratches;

  private AfdDevice(long device, Scratch.Pool scratches) {
    this.device = device;
    this.scratches = scratches;
  }

  /** Opens a device whose polls complete on a port. */
  static AfdDevice open(long port, Scratch.Pool scratches) throws PollerException {
    try (Arena arena = Arena.ofConfined()) {
      CallState state = new CallState(arena);
      MemorySegment handle = arena.allocate(JAVA_LONG);
      int status = NtDll.open(handle, attributes(arena), arena.allocate(16, 8), state);
      if (NtStatus.isFailure(status)) {
        throw Failures.poller("NtCreateFile " + PATH, -NtStatus.error(status));
      }
      long device = handle.get(JAVA_LONG, 0);
      int result = Kernel32.associate(device, port, 0, state);
      if (result < 0) {
        int unused = Kernel32.close(device, state);
        throw Failures.poller("CreateIoCompletionPort " + PATH, result);
      }
      return new AfdDevice(device, scratches);
    }
  }

  private static MemorySegment attributes(Arena arena) {
    byte[] path = PATH.getBytes(StandardCharsets.UTF_16LE);
    MemorySegment text = arena.allocate(path.length + 2L, 2);
    MemorySegment.copy(MemorySegment.ofArray(path), 0, text, 0, path.length);
    MemorySegment name = arena.allocate(Layouts.UNICODE_STRING);
    name.set(JAVA_SHORT, 0, (short) path.length);
    name.set(JAVA_SHORT, Short.BYTES, (short) (path.length + 2));
    name.set(JAVA_LONG, Layouts.offset(Layouts.UNICODE_STRING, "Buffer"), text.address());
    MemorySegment attributes = arena.allocate(Layouts.OBJECT_ATTRIBUTES);
    attributes.set(JAVA_INT, 0, (int) Layouts.OBJECT_ATTRIBUTES.byteSize());
    long at = Layouts.offset(Layouts.OBJECT_ATTRIBUTES, "ObjectName");
    attributes.set(JAVA_LONG, at, name.address());
    return attributes;
  }

  /**
   * Begins a poll, after the operation was prepared; its packet comes in any case but a failure.
   *
   * @param events what to poll for, as AFD_POLL constants
   * @return 0, or the negated error number
   */
  int poll(IocpOperation operation, long socket, int events) {
    MemorySegment memory = operation.memory();
    long at = IocpOperation.POLL_INFO;
    memory.set(JAVA_LONG, at + TIMEOUT, Long.MAX_VALUE);
    memory.set(JAVA_INT, at + NUMBER, 1);
    memory.set(JAVA_INT, at + EXCLUSIVE, 0);
    memory.set(JAVA_LONG, at + HANDLE, socket);
    memory.set(JAVA_INT, at + EVENTS, events);
    memory.set(JAVA_INT, at + STATUS, 0);
    long overlapped = operation.address(IocpOperation.OVERLAPPED);
    long information = operation.address(at);
    int size = (int) Layouts.AFD_POLL_INFO.byteSize();
    Scratch scratch = scratches.take();
    try {
      int status =
          NtDll.control(
              device, Constants.IOCTL_AFD_POLL, overlapped, information, size, scratch.state());
      return NtStatus.isFailure(status) ? -NtStatus.error(status) : 0;
    } finally {
      scratches.give(scratch);
    }
  }

  /** Asks that a poll end. */
  void cancel(IocpOperation operation) {
    Scratch scratch = scratches.take();
    try {
      long overlapped = operation.address(IocpOperation.OVERLAPPED);
      // not found if it has just ended: its packet tells in any case
      int unused = NtDll.cancel(device, overlapped, scratch.small(), scratch.state());
    } finally {
      scratches.give(scratch);
    }
  }

  /** Closes the device; polls that go on end. */
  void close() {
    Scratch scratch = scratches.take();
    try {
      int unused = Kernel32.close(device, scratch.state());
    } finally {
      scratches.give(scratch);
    }
  }
}
