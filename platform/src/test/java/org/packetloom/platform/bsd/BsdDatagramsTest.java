// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.MessageBatch;
import org.packetloom.platform.MessageTransfer;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Readiness;
import org.packetloom.platform.unix.Errno;
import org.packetloom.platform.unix.LibCMessages;
import org.packetloom.platform.unix.MessageLayout;
import org.packetloom.platform.unix.UnixCalls;

/**
 * Batches of datagrams as the systems would meet them: the struct msghdr of each, on its way to a
 * kernel that is not there, and what such a kernel would have written.
 */
class BsdDatagramsTest {
  private static final int EAGAIN = 35; // sys/errno.h

  /** sys/socket.h, of both systems. */
  private static final int NAME = 0; // msg_name

  private static final int NAME_LENGTH = 8; // msg_namelen
  private static final int VECTOR = 16; // msg_iov
  private static final int VECTOR_LENGTH = 24; // msg_iovlen
  private static final int CONTROL = 32; // msg_control
  private static final int CONTROL_LENGTH = 40; // msg_controllen
  private static final int HEADER = 48;

  /** A kernel that notes what is sent, and has one datagram to be received. */
  private static final class Kernel extends LibCMessages {
    private final byte[] name;
    private final byte[] control;
    private final List<String> sent = new ArrayList<>();
    private boolean isTaken;

    Kernel(MessageLayout layout, String name, String control) {
      super(layout);
      this.name = HexFormat.of().parseHex(name);
      this.control = HexFormat.of().parseHex(control);
    }

    @Override
    public int sendmsg(int fd, long message, int flags, Errno errno) {
      MemorySegment header = MemorySegment.ofAddress(message).reinterpret(HEADER);
      assertThat(header.get(JAVA_INT, VECTOR_LENGTH)).isEqualTo(1);
      sent.add(
          hex(header, NAME, header.get(JAVA_INT, NAME_LENGTH))
              + " "
              + hex(header, CONTROL, header.get(JAVA_INT, CONTROL_LENGTH)));
      return 1;
    }

    private static String hex(MemorySegment header, int pointer, int length) {
      MemorySegment bytes = MemorySegment.ofAddress(header.get(JAVA_LONG, pointer));
      return HexFormat.of().formatHex(bytes.reinterpret(length).toArray(JAVA_BYTE));
    }

    @Override
    public int recvmsg(int fd, long message, int flags, Errno errno) {
      if (isTaken) {
        return -EAGAIN;
      }
      isTaken = true;
      MemorySegment header = MemorySegment.ofAddress(message).reinterpret(HEADER);
      put(header, NAME, NAME_LENGTH, name);
      put(header, CONTROL, CONTROL_LENGTH, control);
      MemorySegment vector =
          MemorySegment.ofAddress(header.get(JAVA_LONG, VECTOR)).reinterpret(Long.BYTES);
      MemorySegment bytes = MemorySegment.ofAddress(vector.get(JAVA_LONG, 0)).reinterpret(1);
      bytes.set(JAVA_BYTE, 0, (byte) 'x');
      return 1;
    }

    private static void put(MemorySegment header, int pointer, int length, byte[] value) {
      assertThat(header.get(JAVA_INT, length)).isGreaterThanOrEqualTo(value.length);
      MemorySegment room = MemorySegment.ofAddress(header.get(JAVA_LONG, pointer));
      MemorySegment.copy(value, 0, room.reinterpret(value.length), JAVA_BYTE, 0, value.length);
      header.set(JAVA_INT, length, value.length);
    }
  }

  private static MessageTransfer messages(BsdSystem system, Kernel kernel) throws Exception {
    UnixCalls plain = BsdPlatform.calls(system);
    UnixCalls calls =
        new UnixCalls(
            system.unix(),
            plain.bytes(),
            plain.socketBytes(),
            kernel,
            plain.descriptors(),
            plain.polls(),
            plain.streams(),
            plain.files(),
            plain.paths());
    KqueuePoller poller = KqueuePoller.open(new ScriptedKqueue(system.kevents()), calls);
    Readiness nobody =
        new Readiness() {
          @Override
          public void ready(int events) {}

          @Override
          public void failed(Throwable cause) {}
        };
    return poller.attach(7, DescriptorKind.DATAGRAM, nobody).messages();
  }

  private static final String PEER = "100200357f000002 0000000000000000".replace(" ", "");

  @ParameterizedTest
  @CsvSource({
    // IP_PKTINFO (26) with struct in_pktinfo: interface, own address; aligned to 4 bytes
    "macos, 18000000 00000000 1a000000 03000000 7f000001 00000000",
    // IP_SENDSRCADDR (7) with struct in_addr, and no interface; aligned to 8 bytes
    "freebsd, 14000000 00000000 07000000 00000000 7f000001 00000000",
  })
  void datagramsLeaveFromTheirAddress(String name, String control) throws Exception {
    BsdSystem system = system(name);
    Kernel kernel = new Kernel(system.unix().layout(), "", "");
    try (MessageBatch batch = BsdDatagramsTest.batch(system)) {
      for (int i = 0; i < 2; i++) {
        batch.size(i, 1);
        batch.peer(i, new NativeAddress.Internet(new InetSocketAddress("127.0.0.2", 53)));
        batch.near(i, Optional.of(InetAddress.getByName("127.0.0.1")), 3);
      }
      assertThat(messages(system, kernel).trySend(batch, 0, 2)).isEqualTo(2);
    }
    String each = PEER + " " + control.replace(" ", "");
    assertThat(kernel.sent).containsExactly(each, each);
  }

  @ParameterizedTest
  @CsvSource({
    "macos, 3, 18000000 00000000 1a000000 03000000 7f000001 7f000001",
    "freebsd, 0, 14000000 00000000 07000000 00000000 7f000001 00000000",
  })
  void datagramTellsWhereItArrived(String name, int networkInterface, String control)
      throws Exception {
    BsdSystem system = system(name);
    Kernel kernel = new Kernel(system.unix().layout(), PEER, control.replace(" ", ""));
    try (MessageBatch batch = BsdDatagramsTest.batch(system)) {
      assertThat(messages(system, kernel).tryReceive(batch)).isEqualTo(1);
      assertThat(batch.size(0)).isEqualTo(1);
      assertThat(batch.data(0).get(0)).isEqualTo((byte) 'x');
      assertThat(batch.peer(0))
          .isEqualTo(new NativeAddress.Internet(new InetSocketAddress("127.0.0.2", 53)));
      assertThat(batch.near(0)).contains(InetAddress.getByName("127.0.0.1"));
      assertThat(batch.nearInterface(0)).isEqualTo(networkInterface);
    }
  }

  private static BsdSystem system(String name) {
    return name.equals("macos") ? BsdSystem.MACOS : BsdSystem.FREEBSD;
  }

  private static MessageBatch batch(BsdSystem system) {
    return BsdPlatform.over(
            system,
            BsdPlatform.calls(system),
            new KqueueFactory(new ScriptedKqueue(system.kevents()), BsdPlatform.calls(system)))
        .descriptors()
        .datagrams()
        .batch(2, 16);
  }
}
