// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.UnixCalls;
import org.packetloom.platform.unix.UnixLayouts;
import org.packetloom.platform.unix.WaitMemory;

/** The epoll descriptor within a queue of libkqueue, which that does not tell. */
final class InnerEpoll {
  private static final Path FOLDER = Path.of("/proc/self/fd");

  private InnerEpoll() {}

  /** The one that watches a pipe of ours once the queue was told to: each lists what it watches. */
  static int of(int kq, KqueueCalls library, UnixCalls calls) {
    int[] two = new int[2];
    ensure(calls.descriptors().pipe2(two, calls.system().open().O_CLOEXEC()));
    KeventLayout layout = library.layout();
    Errno errno = new ErrnoMemory().next();
    MemorySegment change = MemorySegment.ofArray(new long[layout.size() / Long.BYTES]);
    layout.put(change, 0, two[0], layout.EVFILT_READ(), KeventLayout.EV_ADD, 0);
    ensure(library.change(kq, change, 1, errno));
    try {
      return watching(two[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      layout.put(change, 0, two[0], layout.EVFILT_READ(), KeventLayout.EV_DELETE, 0);
      ensure(library.change(kq, change, 1, errno));
      ensure(calls.descriptors().close(two[0]));
      ensure(calls.descriptors().close(two[1]));
    }
  }

  private static int watching(int pipe) throws IOException {
    String link = Files.readSymbolicLink(FOLDER.resolve(Integer.toString(pipe))).toString();
    String inode = Long.toHexString(Long.parseLong(link.replaceAll("\\D", "")));
    List<Path> all;
    try (Stream<Path> listed = Files.list(FOLDER)) {
      all = listed.toList();
    }
    for (Path one : all) {
      if (watches(one, "tfd:\\s+" + pipe + "\\s.*ino:" + inode + "\\s.*")) {
        return Integer.parseInt(one.getFileName().toString());
      }
    }
    throw new AssertionError("no epoll descriptor watches " + link);
  }

  private static boolean watches(Path one, String entry) {
    try {
      return Files.readSymbolicLink(one).toString().equals("anon_inode:[eventpoll]")
          && Files.readAllLines(Path.of("/proc/self/fdinfo").resolve(one.getFileName())).stream()
              .anyMatch(line -> line.matches(entry));
    } catch (IOException _) {
      return false; // closed since
    }
  }

  /** Waits until it has events: 1, 0 after the time, or the negated error number. */
  static int await(int epoll, long timeoutNanos, UnixCalls calls, WaitMemory memory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(UnixLayouts.pollfd);
      entry.set(JAVA_INT, UnixLayouts.pollfd.byteOffset(groupElement("fd")), epoll);
      short wanted = (short) Posix.POLLIN;
      entry.set(JAVA_SHORT, UnixLayouts.pollfd.byteOffset(groupElement("events")), wanted);
      return calls.polls().ppoll(entry, 1, timeoutNanos, memory);
    }
  }

  /** Whether it has events now. */
  static boolean isReady(int epoll, UnixCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      return await(epoll, 0, calls, new WaitMemory(arena)) != 0;
    }
  }

  private static void ensure(int result) {
    if (result < 0) {
      throw new AssertionError("errno " + -result);
    }
  }
}
