// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Platforms;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.unix.Binder;

/** Descriptors passed along end a read early, with more behind it: unix(7). */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PassedDescriptorsTest {
  private static final int SCM_RIGHTS = 1; // bits/socket.h
  private static final MethodHandle SENDMSG =
      Binder.waiting("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final StructLayout iovec = // bits/types/struct_iovec.h
      structLayout(ADDRESS.withName("iov_base"), JAVA_LONG.withName("iov_len"));
  private static final StructLayout msghdr = // bits/socket.h
      structLayout(
          ADDRESS.withName("msg_name"),
          JAVA_INT.withName("msg_namelen"),
          paddingLayout(4),
          ADDRESS.withName("msg_iov"),
          JAVA_LONG.withName("msg_iovlen"),
          ADDRESS.withName("msg_control"),
          JAVA_LONG.withName("msg_controllen"),
          JAVA_INT.withName("msg_flags"),
          paddingLayout(4));
  private static final StructLayout cmsghdr = // bits/socket.h, with one descriptor
      structLayout(
          JAVA_LONG.withName("cmsg_len"),
          JAVA_INT.withName("cmsg_level"),
          JAVA_INT.withName("cmsg_type"),
          JAVA_INT.withName("descriptor"),
          paddingLayout(4));

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll"})
  void bytesBehindAPassedDescriptorAreNotLost(String name) throws Throwable {
    Platform platform = Platforms.current();
    Descriptors descriptors = platform.descriptors();
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    try (Poller poller = factory(platform, name).open()) {
      Events events = new Events();
      Transfer reader = poller.attach(two[0], DescriptorKind.LOCAL_STREAM, events);
      Transfer writer = poller.attach(two[1], DescriptorKind.LOCAL_STREAM, new Events());
      assertThat(reader.register()).isZero();
      for (int round = 0; round < 100; round++) {
        assertThat(writer.tryWrite(new byte[3], 0, 3)).isEqualTo(3);
        pass(two[1], two[0], 1);
        assertThat(writer.tryWrite(new byte[3], 0, 3)).isEqualTo(3);
        assertThat(readAsRuntimeDoes(poller, reader, events, 7)).isEqualTo(7);
      }
    } finally {
      descriptors.close(two[0]);
      descriptors.close(two[1]);
    }
  }

  /** After an event, reads until there is nothing, or until a short read shows so. */
  private static int readAsRuntimeDoes(Poller poller, Transfer reader, Events events, int bytes)
      throws Exception {
    byte[] destination = new byte[100];
    int total = 0;
    while (total < bytes) {
      assertThat(reader.arm(Transfer.READ, 0)).isZero();
      while ((events.take() & Readiness.READABLE) == 0) {
        poller.await(-1);
        poller.dispatch();
      }
      int n;
      do {
        n = reader.tryRead(destination, 0, destination.length);
        total += Math.max(n, 0);
      } while (n > 0 && !reader.isDrainedByShortRead());
    }
    return total;
  }

  /** Sends zero bytes together with a descriptor. */
  private static void pass(int through, int descriptor, int bytes) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment control = arena.allocate(cmsghdr);
      control.set(JAVA_LONG, offset(cmsghdr, "cmsg_len"), offset(cmsghdr, "descriptor") + 4);
      control.set(JAVA_INT, offset(cmsghdr, "cmsg_level"), Constants.SOL_SOCKET);
      control.set(JAVA_INT, offset(cmsghdr, "cmsg_type"), SCM_RIGHTS);
      control.set(JAVA_INT, offset(cmsghdr, "descriptor"), descriptor);
      MemorySegment vector = arena.allocate(iovec);
      vector.set(ADDRESS, offset(iovec, "iov_base"), arena.allocate(JAVA_BYTE, bytes));
      vector.set(JAVA_LONG, offset(iovec, "iov_len"), bytes);
      MemorySegment message = arena.allocate(msghdr);
      message.set(ADDRESS, offset(msghdr, "msg_iov"), vector);
      message.set(JAVA_LONG, offset(msghdr, "msg_iovlen"), 1);
      message.set(ADDRESS, offset(msghdr, "msg_control"), control);
      message.set(JAVA_LONG, offset(msghdr, "msg_controllen"), cmsghdr.byteSize());
      MemorySegment errno = arena.allocate(Binder.CALL_STATE);
      assertThat((long) SENDMSG.invokeExact(errno, through, message, 0)).isEqualTo(bytes);
    }
  }

  @Test
  void structsHaveTheSizesOfTheHeaders() {
    assertThat(msghdr.byteSize()).isEqualTo(56);
    assertThat(cmsghdr.byteSize()).isEqualTo(24);
  }

  private static long offset(StructLayout layout, String member) {
    return layout.byteOffset(groupElement(member));
  }

  private static PollerFactory factory(Platform platform, String name) {
    return platform.pollers().stream()
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
