// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.platform.DescriptorKind;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Events;
import org.packetloom.platform.Family;
import org.packetloom.platform.NativeAddress;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.SocketType;
import org.packetloom.platform.Transfer;

/** What becomes of failures of the system that do not come by themselves. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
  private static final int ENOSPC = 28; // asm-generic/errno-base.h

  private final FaultySystemCalls faults = FaultySystemCalls.open();
  private final Platform platform = faults.platform();
  private final Descriptors descriptors = platform.descriptors();
  private final List<Poller> pollers = new ArrayList<>();
  private final List<Integer> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    pollers.forEach(Poller::close);
    opened.forEach(descriptors::close);
  }

  @Test
  void interruptedCallsAreMadeAgain() throws Exception {
    List<Transfer> pair = pair(poller("epoll"), DescriptorKind.LOCAL_STREAM);
    ByteBuffer large = ByteBuffer.allocateDirect(200_000);
    ByteBuffer[] vector = {ByteBuffer.allocate(1), ByteBuffer.allocate(2)};
    faults.fail("write", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(0).tryWrite(new byte[5], 0, 5)).isEqualTo(5);
    faults.fail("write", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(0).tryWrite(ByteBuffer.allocateDirect(6))).isEqualTo(6);
    faults.fail("write", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(0).tryWrite(vector, 0, 2)).isEqualTo(3);
    faults.fail("writeLarge", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(0).tryWrite(large)).isPositive();
    faults.fail("read", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(1).tryRead(new byte[5], 0, 5)).isEqualTo(5);
    faults.fail("read", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(1).tryRead(ByteBuffer.allocateDirect(6))).isEqualTo(6);
    faults.fail("readLarge", 1, 3, LinuxErrors.EINTR);
    assertThat(pair.get(1).tryRead(large)).isPositive();
  }

  @Test
  void interruptedAcceptIsMadeAgain() throws Exception {
    Poller poller = poller("epoll");
    int listener = opened(descriptors.socket(Family.LOCAL, SocketType.STREAM));
    assertThat(descriptors.bind(listener, new NativeAddress.Local(new byte[0]))).isZero();
    assertThat(descriptors.listen(listener, 3)).isZero();
    NativeAddress.Box box = new NativeAddress.Box();
    assertThat(descriptors.localAddress(listener, box)).isZero();
    Transfer client =
        poller.attach(
            opened(descriptors.socket(Family.LOCAL, SocketType.STREAM)),
            DescriptorKind.LOCAL_STREAM,
            new Events());
    assertThat(client.tryConnect(box.address())).isZero();
    faults.fail("accept4", 1, 2, LinuxErrors.EINTR);
    Transfer acceptor = poller.attach(listener, DescriptorKind.LISTENER, new Events());
    opened(acceptor.tryAccept(box));
    assertThat(faults.count("accept4")).isEqualTo(3);
  }

  @Test
  void interruptedConnectGoesOn() throws Exception {
    int client = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
    Transfer transfer = poller("epoll").attach(client, DescriptorKind.TCP, new Events());
    faults.fail("connect", 1, LinuxErrors.EINTR);
    NativeAddress nobody = new NativeAddress.Local(new byte[] {'/', 'x'});
    assertThat(transfer.tryConnect(nobody)).isEqualTo(Transfer.NOT_READY);
    faults.fail("connect", 1, LinuxErrors.EALREADY);
    assertThat(transfer.tryConnect(nobody)).isEqualTo(Transfer.NOT_READY);
    faults.fail("connect", 1, LinuxErrors.EISCONN);
    assertThat(transfer.tryConnect(nobody)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {LinuxErrors.EPROTO, LinuxErrors.EHOSTUNREACH, LinuxErrors.ENETDOWN})
  void errorOfAWaitingConnectionIsNotThatOfTheListener(int errno) throws Exception {
    int listener = opened(descriptors.socket(Family.INET4, SocketType.STREAM));
    Transfer acceptor = poller("epoll").attach(listener, DescriptorKind.LISTENER, new Events());
    faults.fail("accept4", 1, errno);
    assertThat(acceptor.tryAccept(new NativeAddress.Box())).isEqualTo(-LinuxErrors.ECONNABORTED);
  }

  @Test
  void errorAfterBytesIsToldByTheNextRead() throws Exception {
    List<Transfer> pair = pair(poller("epoll"), DescriptorKind.LOCAL_STREAM);
    byte[] bytes = new byte[200 << 10];
    assertThat(pair.get(0).tryWrite(bytes, 0, bytes.length)).isEqualTo(128 << 10);
    faults.fail("read", 2, LinuxErrors.ECONNRESET);
    assertThat(pair.get(1).tryRead(bytes, 0, bytes.length)).isEqualTo(128 << 10);
    assertThat(pair.get(1).tryRead(ByteBuffer.allocate(1))).isEqualTo(-LinuxErrors.ECONNRESET);
    assertThat(pair.get(1).tryRead(bytes, 0, bytes.length)).isEqualTo(Transfer.NOT_READY);
  }

  @Test
  void errorAfterBytesOfAVectorIsToldByTheNextRead() throws Exception {
    List<Transfer> pair = pair(poller("epoll"), DescriptorKind.LOCAL_STREAM);
    ByteBuffer[] vector = {
      ByteBuffer.allocate(1), ByteBuffer.allocate(64 << 10), ByteBuffer.allocateDirect(10)
    };
    assertThat(pair.get(0).tryWrite(new byte[70_000], 0, 70_000)).isEqualTo(70_000);
    faults.fail("read", 2, LinuxErrors.ECONNRESET);
    assertThat(pair.get(1).tryRead(vector, 0, 3)).isOne();
    assertThat(pair.get(1).tryRead(vector, 0, 3)).isEqualTo(-LinuxErrors.ECONNRESET);
    assertThat(pair.get(1).tryRead(vector, 0, 3)).isEqualTo(65_547);
  }

  @Test
  void shortCountsAreResults() throws Exception {
    List<Transfer> pair = pair(poller("epoll"), DescriptorKind.LOCAL_STREAM);
    faults.shorten("write", 2, 3);
    assertThat(pair.get(0).tryWrite(new byte[10], 0, 10)).isEqualTo(3);
    assertThat(pair.get(0).tryWrite(ByteBuffer.allocateDirect(10))).isEqualTo(3);
    faults.shorten("read", 1, 2);
    assertThat(pair.get(1).tryRead(new byte[10], 0, 10)).isEqualTo(2);
    assertThat(pair.get(1).tryRead(new byte[10], 0, 10)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll"})
  void signalsDoNotShortenAWait(String name) throws Exception {
    Poller poller = poller(name);
    faults.fail(waitOf(name), 1, 50, LinuxErrors.EINTR);
    long start = System.nanoTime();
    assertThat(poller.await(3_000_000)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(3_000_000);
    faults.fail(waitOf(name), 1, 50, LinuxErrors.EINTR);
    poller.wake();
    assertThat(poller.await(-1)).isZero();
    faults.fail(waitOf(name), 1, LinuxErrors.EINTR);
    assertThat(poller.await(0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll"})
  void brokenWaitNamesTheCall(String name) throws Exception {
    Poller poller = poller(name);
    faults.fail(waitOf(name), 1, LinuxErrors.EBADF);
    assertThatThrownBy(() -> poller.await(-1))
        .isInstanceOf(PollerException.class)
        .hasMessage(waitOf(name) + ": EBADF");
    assertThat(poller.await(0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll"})
  void pollerThatCannotOpenNamesTheCall(String name) {
    faults.fail("wakeup", 1, LinuxErrors.EMFILE);
    assertThatThrownBy(() -> factory(name).open())
        .isInstanceOf(PollerException.class)
        .hasMessage("wakeup: EMFILE");
  }

  @Test
  void epollThatIsForbiddenIsMissing() {
    faults.fail("epoll_create1", 1, 2, LinuxErrors.EPERM);
    assertThat(factory("epoll").missing()).contains("epoll_create1: EPERM");
    assertThatThrownBy(() -> factory("epoll").open()).hasMessage("epoll_create1: EPERM");
    faults.fail("epoll_ctl", 1, ENOSPC);
    assertThatThrownBy(() -> factory("epoll").open()).hasMessage("epoll_ctl: ENOSPC");
  }

  @Test
  void refusedRegistrationIsAResult() throws Exception {
    Poller poller = poller("epoll");
    int descriptor = opened(descriptors.socket(Family.LOCAL, SocketType.STREAM));
    Events events = new Events();
    Transfer transfer = poller.attach(descriptor, DescriptorKind.LOCAL_STREAM, events);
    faults.fail("epoll_ctl", 1, LinuxErrors.ENOMEM);
    assertThat(transfer.register()).isEqualTo(-LinuxErrors.ENOMEM);
    poller.fail(new IllegalStateException("planted"));
    assertThat(events.failures()).isZero();
    assertThatNoException().isThrownBy(() -> transfer.deregister(true));
    assertThat(faults.count("epoll_ctl")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "poll"})
  void manyWakesCostOneWrite(String name) throws Exception {
    Poller poller = poller(name);
    int before = faults.count("write");
    for (int i = 0; i < 100; i++) {
      poller.wake();
    }
    assertThat(faults.count("write")).isEqualTo(before + 1);
    assertThat(poller.await(-1)).isZero();
    poller.wake();
    assertThat(faults.count("write")).isEqualTo(before + 2);
  }

  @Test
  void descriptorThatIsNotSharedCostsNoCallToDeregister() throws Exception {
    List<Transfer> pair = pair(poller("epoll"), DescriptorKind.LOCAL_STREAM);
    int before = faults.count("epoll_ctl");
    pair.get(0).deregister(false);
    assertThat(faults.count("epoll_ctl")).isEqualTo(before);
    pair.get(1).deregister(true);
    assertThat(faults.count("epoll_ctl")).isEqualTo(before + 1);
    pair.get(1).deregister(true);
    assertThat(faults.count("epoll_ctl")).isEqualTo(before + 1);
  }

  @Test
  void interruptedCloseIsDone() {
    int descriptor = descriptors.socket(Family.LOCAL, SocketType.STREAM);
    opened.add(descriptor);
    faults.fail("close", 1, LinuxErrors.EINTR);
    assertThat(descriptors.close(descriptor)).isZero();
    assertThat(faults.count("close")).isOne();
  }

  private static String waitOf(String name) {
    return name.equals("epoll") ? "epoll_wait" : "ppoll";
  }

  private PollerFactory factory(String name) {
    return platform.pollers().stream()
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Poller poller(String name) throws PollerException {
    Poller poller = factory(name).open();
    pollers.add(poller);
    return poller;
  }

  private List<Transfer> pair(Poller poller, DescriptorKind kind) {
    int[] two = new int[2];
    assertThat(descriptors.socketPair(SocketType.STREAM, two)).isZero();
    List<Transfer> pair = new ArrayList<>();
    for (int descriptor : two) {
      pair.add(poller.attach(opened(descriptor), kind, new Events()));
      assertThat(pair.getLast().register()).isZero();
    }
    return pair;
  }

  private int opened(int descriptor) {
    assertThat(descriptor).isNotNegative();
    opened.add(descriptor);
    return descriptor;
  }
}
