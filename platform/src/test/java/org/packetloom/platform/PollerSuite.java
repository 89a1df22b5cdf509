// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Poller}: waiting, waking, telling, failing. */
abstract class PollerSuite extends PlatformSuite {
  private static final int READABLE = Readiness.READABLE;
  private static final int WRITABLE = Readiness.WRITABLE;
  private static final int HANGUP = Readiness.HANGUP;

  @Test
  void writtenBytesMakeReadable() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ);
    pair.second().write(1);
    awaitEvents(pair.first(), READABLE);
    assertThat(pair.first().events().gathered() & HANGUP).isZero();
  }

  @Test
  void freshConnectionIsWritable() throws Exception {
    Ends pair = tcpPair();
    pair.first().arm(WRITE);
    awaitEvents(pair.first(), WRITABLE);
  }

  @Test
  void spaceMadeByTheReaderMakesWritable() throws Exception {
    Ends pair = localPair().register();
    byte[] bytes = new byte[1 << 16];
    while (pair.second().transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
    drain();
    pair.second().events().take();
    pair.second().arm(WRITE);
    while (pair.first().transfer().tryRead(bytes, 0, bytes.length) > 0) {}
    awaitEvents(pair.second(), WRITABLE);
  }

  @Test
  void peerThatClosedIsAHangup() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ);
    leave(pair.second());
    awaitEvents(pair.first(), READABLE | HANGUP);
  }

  @Test
  void peerThatEndedItsWritingIsAHangup() throws Exception {
    Ends pair = tcpPair();
    pair.first().arm(READ);
    assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
    awaitEvents(pair.first(), READABLE | HANGUP);
  }

  @Test
  void resetIsAHangupOfBothDirections() throws Exception {
    Ends pair = tcpPair();
    pair.first().arm(READ);
    reset(pair.second());
    awaitEvents(pair.first(), READABLE | WRITABLE | HANGUP);
  }

  @Test
  void endOfPipeIsToldToItsReader() throws Exception {
    Ends pipe = pipe().register();
    pipe.first().arm(READ);
    pipe.second().write(1);
    awaitEvents(pipe.first(), READABLE);
    assertThat(pipe.first().events().take() & HANGUP).isZero();
    assertThat(pipe.first().transfer().tryRead(new byte[2], 0, 2)).isOne();
    pipe.first().arm(READ);
    leave(pipe.second());
    awaitEvents(pipe.first(), READABLE | HANGUP);
  }

  @Test
  void readerThatLeftAPipeIsToldToItsWriter() throws Exception {
    Ends pipe = pipe().register();
    byte[] bytes = new byte[1 << 16];
    while (pipe.second().transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
    drain();
    pipe.second().arm(WRITE);
    leave(pipe.first());
    awaitEvents(pipe.second(), WRITABLE | HANGUP);
  }

  @Test
  void connectionThatWaitsMakesListenerReadable() throws Exception {
    Watched listener = listener(loopback(0)).register().arm(READ);
    Watched client = socket(Family.INET4);
    assertThat(client.transfer().tryConnect(localAddress(listener.descriptor())))
        .isIn(0, NOT_READY);
    awaitEvents(listener, READABLE);
    assertThat(descriptors.close(accept(listener))).isZero();
  }

  @Test
  void finishedConnectMakesWritable() throws Exception {
    Watched listener = listener(loopback(0));
    Watched client = socket(Family.INET4);
    NativeAddress address = localAddress(listener.descriptor());
    assertThat(client.transfer().tryConnect(address)).isIn(0, NOT_READY);
    client.register().arm(WRITE);
    awaitEvents(client, WRITABLE);
    assertThat(client.transfer().tryConnect(address)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999, 999_999, 1_000_000, 1_000_001, 7_500_001})
  void timeoutIsNeverEarly(long nanos) throws Exception {
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      assertThat(poller.await(nanos)).isZero();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
    }
  }

  @Test
  void zeroTimeoutFindsWhatIsThere() throws Exception {
    assertThat(poller.await(0)).isZero();
    Ends pair = localPair().register();
    drain();
    pair.first().events().take();
    pair.first().arm(READ);
    pair.second().write(1);
    assertThat(poller.await(0)).isOne();
    assertThat(pair.first().events().gathered()).isZero();
    poller.dispatch();
    assertThat(pair.first().events().gathered() & READABLE).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, 3_600_000_000_000L})
  void wakeEndsAWaitOfAnyLength(long nanos) throws Exception {
    var waking = CompletableFuture.runAsync(poller::wake);
    assertThat(poller.await(nanos)).isZero();
    waking.join();
  }

  @Test
  void wakeBeforeAWaitEndsIt() throws Exception {
    poller.wake();
    assertThat(poller.await(-1)).isZero();
  }

  @Test
  void manyWakesEndOneWait() throws Exception {
    for (int i = 0; i < 1000; i++) {
      poller.wake();
    }
    assertThat(poller.await(-1)).isZero();
    long start = System.nanoTime();
    assertThat(poller.await(5_000_000)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
  }

  @Test
  void wakeIsNoEvent() throws Exception {
    Ends pair = localPair().register();
    drain();
    pair.first().events().take();
    pair.first().arm(READ);
    pair.second().write(1);
    poller.wake();
    int count = poller.await(-1);
    poller.dispatch();
    while (pair.first().events().gathered() == 0) {
      count += poller.await(-1);
      poller.dispatch();
    }
    assertThat(count).isOne();
  }

  @Test
  void everyWakeEndsAWait() throws Exception {
    var wakes = new Semaphore(0);
    var waker =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    poller.wake();
                    wakes.acquireUninterruptibly();
                  }
                });
    for (int i = 0; i < 20_000; i++) {
      poller.await(-1);
      wakes.release();
    }
    waker.join();
  }

  @Test
  void wakeAfterCloseDoesNothing() throws Exception {
    Poller other = open(platform);
    other.close();
    assertThatNoException().isThrownBy(other::wake);
  }

  @Test
  void gatheredEventIsNotToldAfterDeregister() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ);
    pair.second().write(1);
    assertThat(poller.await(-1)).isPositive();
    pair.first().transfer().deregister(true);
    poller.dispatch();
    assertThat(pair.first().events().count()).isZero();
  }

  @Test
  void eventOfAClosedDescriptorIsNotToldToItsSuccessor() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ);
    pair.second().write(1);
    assertThat(poller.await(-1)).isPositive();
    leave(pair.first());
    Watched successor = socket(Family.LOCAL);
    assumeTrue(
        successor.descriptor() == pair.first().descriptor(), "descriptor numbers are reused");
    successor.register().arm(READ);
    poller.dispatch();
    assertThat(successor.events().count()).isZero();
    assertThat(pair.first().events().count()).isZero();
  }

  @Test
  void descriptorThatLivesOnIsSilentAfterDeregister() throws Exception {
    Ends pair = localPair().register();
    drain();
    int before = pair.first().events().count();
    pair.first().arm(READ);
    pair.first().transfer().deregister(true);
    pair.second().write(1);
    assertThat(poller.await(1_000_000)).isZero();
    assertThat(pair.first().events().count()).isEqualTo(before);
  }

  @Test
  void deregisterWithoutRegisterDoesNothing() {
    Watched socket = socket(Family.INET4);
    socket.transfer().deregister(true);
    socket.transfer().deregister(false);
    assertThat(socket.events().failures()).isZero();
  }

  @Test
  void failureIsToldToAllOnce() {
    Ends pair = localPair().register();
    var cause = new IllegalStateException("planted");
    poller.fail(cause);
    poller.fail(new IllegalStateException("another"));
    for (Watched end : List.of(pair.first(), pair.second())) {
      assertThat(end.events().failures()).isOne();
      assertThat(end.events().cause()).isSameAs(cause);
      assertThatNoException().isThrownBy(() -> end.transfer().deregister(false));
    }
  }

  @Test
  void failureIsToldToThoseWhoRegisterLater() {
    var cause = new IllegalStateException("planted");
    poller.fail(cause);
    Watched late = localPair().first().register();
    assertThat(late.events().cause()).isSameAs(cause);
    assertThat(late.events().failures()).isOne();
    late.arm(READ);
    late.transfer().deregister(true);
  }

  @Test
  void readinessThatThrowsCostsOnlyItsOwnEvent() throws Exception {
    Ends one = localPair();
    Ends two = localPair();
    var thrower =
        new Readiness() {
          @Override
          public void ready(int events) {
            throw new IllegalStateException("planted");
          }

          @Override
          public void failed(Throwable cause) {}
        };
    Transfer throwing =
        poller.attach(one.first().descriptor(), DescriptorKind.LOCAL_STREAM, thrower);
    assertThat(throwing.register()).isZero();
    assertThat(throwing.arm(WRITE, 0)).isZero();
    two.first().register().arm(WRITE);
    while (two.first().events().gathered() == 0) {
      poller.await(0);
      dispatchPastFailures();
    }
    throwing.deregister(true);
  }

  @Test
  void thousandDescriptorsAreAllTold() throws Exception {
    List<Ends> pairs = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Ends pair = localPair().register();
      pair.first().arm(READ);
      pair.second().write(i);
      pairs.add(pair);
    }
    for (Ends pair : pairs) {
      awaitEvents(pair.first(), READABLE);
    }
  }

  /** Closes a connection so that the peer sees a reset. */
  private void reset(Watched end) {
    assertThat(descriptors.setting(end.descriptor(), SocketSetting.LINGER, 0)).isZero();
    leave(end);
  }

  private void dispatchPastFailures() {
    while (true) {
      try {
        poller.dispatch();
        return;
      } catch (IllegalStateException planted) {
        assertThat(planted).hasMessage("planted");
      }
    }
  }
}
