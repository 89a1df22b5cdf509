// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.platform.Clock;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;
import org.packetloom.platform.unix.ByteCalls;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.MessageCalls;
import org.packetloom.platform.unix.PollCalls;
import org.packetloom.platform.unix.Posix;
import org.packetloom.platform.unix.SocketNumbers;
import org.packetloom.platform.unix.WaitMemory;

/** Calls do and tell the same whichever way they take. */
@ParameterizedClass
@EnumSource
class SystemCallsTest {
  private static final int NOBODY = -1; // no descriptor
  private static final byte[] WORD = {'w', 'o', 'r', 'd'};

  private static final int AF_UNIX = 1; // bits/socket.h
  private static final int SOCK_STREAM = 1; // bits/socket_type.h

  private final SystemCalls calls;
  private final Arena arena = Arena.ofConfined();
  private final Errno errno = new ErrnoMemory().next();
  private final WaitMemory memory = new WaitMemory(arena);
  private final int[] socket = new int[2];
  private final int[] pipe = new int[2];

  SystemCallsTest(Route route) {
    assumeTrue(
        route == Route.LIBRARY || KernelCode.missing().isEmpty(),
        () -> KernelCode.missing().orElse(""));
    calls = route.calls.get();
  }

  /** The ways to the kernel. */
  enum Route {
    LIBRARY(SystemCalls::ofLibC),
    DIRECT(SystemCalls::ofKernel);

    private final Supplier<SystemCalls> calls;

    Route(Supplier<SystemCalls> calls) {
      this.calls = calls;
    }
  }

  @BeforeEach
  void setUp() {
    SocketNumbers numbers = LinuxSystem.SYSTEM.sockets();
    int type = SOCK_STREAM | numbers.SOCK_NONBLOCK() | numbers.SOCK_CLOEXEC();
    assertThat(calls.unix().descriptors().socketpair(AF_UNIX, type, 0, socket)).isZero();
    assertThat(calls.unix().descriptors().pipe2(pipe, Constants.O_NONBLOCK)).isZero();
  }

  @AfterEach
  void tearDown() {
    close(socket);
    close(pipe);
    arena.close();
  }

  private void close(int[] both) {
    for (int i = 0; i < both.length; i++) {
      if (both[i] >= 0) {
        assertThat(calls.unix().descriptors().close(both[i])).isZero();
        both[i] = -1;
      }
    }
  }

  @Test
  void bytesGoThroughASocketFromAndToEveryKindOfMemory() {
    moveInEveryWay(calls.unix().socketBytes(), socket[1], socket[0]);
    moveInEveryWay(calls.unix().bytes(), socket[1], socket[0]);
  }

  @Test
  void bytesGoThroughAPipeFromAndToEveryKindOfMemory() {
    moveInEveryWay(calls.unix().bytes(), pipe[0], pipe[1]);
  }

  private void moveInEveryWay(ByteCalls bytes, int in, int out) {
    byte[] padded = {0, 'w', 'o', 'r', 'd', 0};
    MemorySegment native4 = arena.allocateFrom(ValueLayout.JAVA_BYTE, WORD);
    assertThat(bytes.write(out, WORD, 0, 4, errno)).isEqualTo(4);
    assertThat(bytes.write(out, padded, 1, 4, errno)).isEqualTo(4);
    assertThat(bytes.write(out, native4, errno)).isEqualTo(4);
    assertThat(bytes.write(out, native4.address(), 4, errno)).isEqualTo(4);
    assertThat(bytes.writeLarge(out, native4, memory)).isEqualTo(4);

    byte[] whole = new byte[4];
    assertThat(bytes.read(in, whole, 0, 4, errno)).isEqualTo(4);
    assertThat(whole).isEqualTo(WORD);
    byte[] part = new byte[6];
    assertThat(bytes.read(in, part, 1, 4, errno)).isEqualTo(4);
    assertThat(part).isEqualTo(padded);
    MemorySegment room = arena.allocate(4);
    assertThat(bytes.read(in, room, errno)).isEqualTo(4);
    assertThat(room.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(WORD);
    room.fill((byte) 0);
    assertThat(bytes.read(in, room.address(), 4, errno)).isEqualTo(4);
    assertThat(room.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(WORD);
    room.fill((byte) 0);
    assertThat(bytes.readLarge(in, room, memory)).isEqualTo(4);
    assertThat(room.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(WORD);
  }

  @Test
  void thatNothingIsThereIsTold() {
    byte[] room = new byte[4];
    assertThat(calls.unix().socketBytes().read(socket[0], room, 0, 4, errno))
        .isEqualTo(-LinuxErrors.EAGAIN);
    assertThat(calls.unix().bytes().read(pipe[0], room, 0, 4, errno))
        .isEqualTo(-LinuxErrors.EAGAIN);
  }

  @Test
  void aReaderThatIsGoneIsTold() {
    assertThat(calls.unix().descriptors().close(pipe[0])).isZero();
    pipe[0] = -1;
    assertThat(calls.unix().bytes().write(pipe[1], WORD, 0, 4, errno))
        .isEqualTo(-LinuxErrors.EPIPE);
  }

  @Test
  void everyCallTellsItsError() {
    byte[] room = new byte[32];
    long nowhere = MemorySegment.NULL.address();
    MemorySegment events = arena.allocate(64);
    EventCalls epoll = calls.events();
    MessageCalls messages = calls.unix().messages();
    assertThat(
            new int[] {
              calls.unix().bytes().read(NOBODY, room, 0, 4, errno),
              calls.unix().bytes().write(NOBODY, room, 0, 4, errno),
              calls.unix().socketBytes().read(NOBODY, room, 0, 4, errno),
              calls.unix().socketBytes().write(NOBODY, room, 0, 4, errno),
              calls.unix().descriptors().accept4(NOBODY, room, new int[] {32}, 0),
              calls.unix().descriptors().close(NOBODY),
              messages.recvmmsg(NOBODY, nowhere, 1, 0, errno),
              messages.sendmmsg(NOBODY, nowhere, 1, 0, errno),
              epoll.epoll_ctl(NOBODY, Constants.EPOLL_CTL_ADD, socket[0], 0, 0),
              epoll.epoll_wait(NOBODY, events, 1, 0, memory),
              calls.rings().io_uring_enter(NOBODY, 0, 0, 0, MemorySegment.NULL, memory),
              calls.rings().io_uring_enter(NOBODY, 0, 1, 0, MemorySegment.NULL, memory)
            })
        .containsOnly(-LinuxErrors.EBADF);
  }

  @Test
  void aLookTellsWhatIsReadyNow() {
    PollCalls polls = calls.unix().polls();
    assertThat(polls.poll(pipe[0], Posix.POLLIN)).isZero();
    assertThat(polls.poll(pipe[1], Posix.POLLIN | Posix.POLLOUT)).isEqualTo(Posix.POLLOUT);
    assertThat(calls.unix().bytes().write(pipe[1], WORD, 0, 4, errno)).isEqualTo(4);
    assertThat(polls.poll(pipe[0], Posix.POLLIN)).isEqualTo(Posix.POLLIN);
  }

  @Test
  void whatIsReadyIsFound() {
    EventCalls epoll = calls.events();
    int epfd = epoll.epoll_create1(Constants.EPOLL_CLOEXEC);
    try {
      EpollEvents events = new EpollEvents(arena, 4);
      long tag = 0x1234_5678_9abcL;
      assertThat(epoll.epoll_ctl(epfd, Constants.EPOLL_CTL_ADD, pipe[0], Constants.EPOLLIN, tag))
          .isZero();
      assertThat(epoll.epoll_wait(epfd, events.segment(), 4, 0, memory)).isZero();
      assertThat(calls.unix().bytes().write(pipe[1], WORD, 0, 4, errno)).isEqualTo(4);
      assertThat(epoll.epoll_wait(epfd, events.segment(), 4, 0, memory)).isEqualTo(1);
      assertThat(events.data(0)).isEqualTo(tag);
      assertThat(epoll.epoll_wait(epfd, events.segment(), 4, -1, memory)).isEqualTo(1);
    } finally {
      assertThat(calls.unix().descriptors().close(epfd)).isZero();
    }
  }

  @Test
  void datagramsTellWhoSentThem() throws Exception {
    Platform platform = LinuxPlatform.over(calls, Clock.SYSTEM);
    Descriptors descriptors = platform.descriptors();
    Poller poller = platform.pollers().getFirst().open();
    int near = descriptors.socket(Family.INET4, SocketType.DATAGRAM);
    int far = descriptors.socket(Family.INET4, SocketType.DATAGRAM);
    try {
      var loopback = new NativeAddress.Internet(new InetSocketAddress("127.0.0.1", 0));
      assertThat(descriptors.bind(near, loopback)).isZero();
      assertThat(descriptors.bind(far, loopback)).isZero();
      Transfer sender = poller.attach(near, DescriptorKind.DATAGRAM, new Events());
      Transfer receiver = poller.attach(far, DescriptorKind.DATAGRAM, new Events());
      NativeAddress peer = address(descriptors, far);
      NativeAddress.Box box = new NativeAddress.Box();
      for (boolean isDirect : new boolean[] {false, true}) {
        for (int offset : new int[] {0, 2}) {
          ByteBuffer source = buffer(isDirect).position(offset).put(WORD).flip().position(offset);
          assertThat(sender.trySend(source, peer)).isEqualTo(WORD.length);
          ByteBuffer destination = buffer(isDirect).position(offset);
          assertThat(receiver.tryReceive(destination, box)).isEqualTo(WORD.length);
          assertThat(box.address()).isEqualTo(address(descriptors, near));
          assertThat(destination.slice(offset, WORD.length)).isEqualTo(ByteBuffer.wrap(WORD));
        }
      }
      assertThat(receiver.tryReceive(buffer(false), box)).isEqualTo(Transfer.NOT_READY);
    } finally {
      poller.close();
      descriptors.close(near);
      descriptors.close(far);
    }
  }

  private static NativeAddress address(Descriptors descriptors, int descriptor) {
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(descriptor, box)).isZero();
    return box.address();
  }

  private static ByteBuffer buffer(boolean isDirect) {
    return isDirect ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8);
  }
}
