// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The contract of readiness: when an event is told, how often, and after what request. */
abstract class ArmingSuite extends PlatformSuite {
  private static final int READABLE = Readiness.READABLE;
  private static final int WRITABLE = Readiness.WRITABLE;
  private static final int HANGUP = Readiness.HANGUP;
  private static final long SHORT_NANOS = 2_000_000;

  /** Ends what a peer writes. */
  private static final byte LAST = 7;

  @Test
  void readinessThatLastsIsToldOnce() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ);
    pair.second().write(1);
    awaitEvents(pair.first(), READABLE);
    drain();
    int count = pair.first().events().count();
    assertSilent(pair.first());
    assertThat(pair.first().events().count()).isEqualTo(count);
  }

  @Test
  void newBytesAreToldAnewThoughOldOnesAreLeft() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ);
    pair.second().write(1);
    awaitEvents(pair.first(), READABLE);
    drain();
    pair.first().events().take();
    pair.first().arm(READ);
    pair.second().write(2);
    awaitEvents(pair.first(), READABLE);
  }

  @Test
  void hangupIsToldOnce() throws Exception {
    Ends pair = localPair().register();
    pair.first().arm(READ).arm(WRITE);
    leave(pair.second());
    awaitEvents(pair.first(), READABLE | HANGUP);
    drain();
    assertSilent(pair.first());
  }

  @Test
  void bytesThatArriveWhileRegisteringAreTold() throws Exception {
    for (int i = 0; i < 200; i++) {
      Ends pair = localPair();
      var writing = CompletableFuture.runAsync(() -> pair.second().write(1));
      pair.first().register().arm(READ);
      awaitEvents(pair.first(), READABLE);
      writing.join();
      leave(pair.first());
      close(pair.second().descriptor());
    }
  }

  @Test
  void whatHappenedBeforeRegisteringIsTold() throws Exception {
    Ends pair = localPair();
    pair.second().write(1);
    pair.first().register().arm(READ);
    awaitEvents(pair.first(), READABLE);
    Ends broken = tcpPair();
    leave(broken.second());
    broken.first().transfer().deregister(true);
    Watched late = attach(broken.first().descriptor(), DescriptorKind.TCP).register().arm(READ);
    awaitEvents(late, READABLE | HANGUP);
  }

  @Test
  void armTellsAtOnceIfReady() throws Exception {
    Watched end = oneShot(localPair().register().first());
    drain();
    assertThat(end.events().count()).isZero();
    end.arm(WRITE);
    assertThat(poller.await(-1)).isOne();
    poller.dispatch();
    assertThat(end.events().gathered()).isEqualTo(WRITABLE);
  }

  @Test
  void armConcernsOneDirection() throws Exception {
    Ends pair = localPair().register();
    Watched end = oneShot(pair.first());
    end.arm(READ);
    assertSilent(end);
    end.arm(WRITE);
    awaitEvents(end, WRITABLE);
    assertThat(end.events().take()).isEqualTo(WRITABLE);
    pair.second().write(1);
    awaitEvents(end, READABLE);
    assertThat(end.events().gathered()).isEqualTo(READABLE);
  }

  @Test
  void armLastsUntilTold() throws Exception {
    Watched end = oneShot(localPair().register().first());
    for (int i = 0; i < 3; i++) {
      end.arm(WRITE).arm(WRITE);
      awaitEvents(end, WRITABLE);
      end.events().take();
      assertSilent(end);
    }
  }

  @Test
  void armOfAnotherThreadReachesAWaitingRunner() throws Exception {
    Watched end = oneShot(localPair().register().first());
    for (int i = 0; i < 1000; i++) {
      var arming = CompletableFuture.runAsync(() -> end.arm(WRITE));
      awaitEvents(end, WRITABLE);
      end.events().take();
      arming.join();
    }
  }

  @Test
  void writerIsNotToldOfAHalfClosedPeer() throws Exception {
    Ends pair = tcpPair();
    Watched writer = oneShot(pair.first());
    byte[] bytes = new byte[1 << 16];
    while (writer.transfer().tryWrite(bytes, 0, bytes.length) != NOT_READY) {}
    assertThat(descriptors.shutdown(pair.second().descriptor(), WRITE)).isZero();
    writer.arm(READ);
    awaitEvents(writer, READABLE | HANGUP);
    writer.events().take();
    writer.arm(WRITE);
    assertSilent(writer);
  }

  @Test
  void descriptorClosedUnderAnArmedTransferIsTold() throws Exception {
    Ends pair = localPair().register();
    oneShot(pair.first());
    pair.second().register();
    close(pair.first().descriptor());
    pair.first().arm(READ);
    awaitEvents(pair.first(), READABLE | HANGUP);
    assertThat(pair.first().transfer().tryRead(new byte[1], 0, 1)).isNegative();
  }

  @Test
  void closingADescriptorThatIsPolledFreesItsAddress() throws Exception {
    try (var runner = new Runner(poller)) {
      NativeAddress address = null;
      for (int i = 0; i < 50; i++) {
        Watched listener = listener(address == null ? loopback(0) : address);
        address = localAddress(listener.descriptor());
        listener.register().arm(READ);
        runner.awaitRound();
        leave(listener);
      }
    }
  }

  @Test
  void nestedPollerIsToldOncePerArm() throws Exception {
    assumeTrue(poller.descriptor().isPresent(), "poller has a descriptor");
    Poller outer = open(platform);
    try {
      Events events = new Events();
      Transfer nested =
          outer.attach(poller.descriptor().orElseThrow(), DescriptorKind.POLLER, events);
      assertThat(nested.isPersistent(READ)).isFalse();
      assertThat(nested.register()).isZero();
      Ends pair = localPair().register();
      pair.first().arm(WRITE);
      assertThat(outer.await(SHORT_NANOS)).isZero();
      for (int i = 0; i < 3; i++) {
        assertThat(nested.arm(READ, 0)).isZero();
        assertThat(outer.await(-1)).isOne();
        outer.dispatch();
        assertThat(events.take()).isEqualTo(READABLE);
        assertThat(outer.await(SHORT_NANOS)).isZero();
      }
      drain();
      assertThat(nested.arm(READ, 0)).isZero();
      assertThat(outer.await(SHORT_NANOS)).isZero();
      pair.second().write(1);
      assertThat(outer.await(-1)).isOne();
      poller.await(0);
      poller.wake();
      outer.dispatch();
      assertThat(nested.arm(READ, 0)).isZero();
      assertThat(outer.await(-1)).isOne();
      nested.deregister(true);
    } finally {
      outer.close();
    }
  }

  @Test
  void bytesBehindUrgentDataAreNotLost() throws Exception {
    Watched listener = listener(loopback(0));
    var address = (NativeAddress.Internet) localAddress(listener.descriptor());
    try (Socket peer = new Socket(address.address().getAddress(), address.address().getPort())) {
      Watched end = attach(opened(accept(listener)), DescriptorKind.TCP).register();
      for (int i = 0; i < 3; i++) {
        writeWithUrgent(peer, 3);
        write(peer, LAST);
        readUntilLast(end);
      }
    }
  }

  @Test
  void bytesAcrossManyUrgentMarksAreNotLost() throws Exception {
    Watched listener = listener(loopback(0));
    var address = (NativeAddress.Internet) localAddress(listener.descriptor());
    int rounds = 300;
    try (Socket peer = new Socket(address.address().getAddress(), address.address().getPort())) {
      Watched end = attach(opened(accept(listener)), DescriptorKind.TCP).register();
      var writing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  writeWithUrgent(peer, 10);
                }
                write(peer, LAST);
              });
      // At least: an urgent byte that a newer one overtakes becomes an ordinary byte.
      assertThat(readUntilLast(end)).isGreaterThan(10 * rounds);
      writing.join();
    }
  }

  /**
   * Reads with remembered readiness: after an event, until there is nothing, or a short read shows
   * so; then waits for the next event.
   */
  private int readUntilLast(Watched end) throws Exception {
    byte[] destination = new byte[1000];
    int total = 0;
    int seen = 0;
    boolean isLast = false;
    while (!isLast) {
      end.arm(READ);
      awaitEvents(end, READABLE);
      boolean mayBeMore = true;
      while (mayBeMore) {
        seen |= end.events().take();
        int n = end.transfer().tryRead(destination, 0, destination.length);
        total += Math.max(n, 0);
        isLast |= n > 0 && destination[n - 1] == LAST;
        boolean isWhole = (seen & (Readiness.URGENT | HANGUP)) != 0;
        boolean isDrained = !isWhole && end.transfer().isDrainedByShortRead();
        mayBeMore = n > 0 && !(isDrained && n < destination.length);
      }
    }
    return total;
  }

  private static void writeWithUrgent(Socket peer, int count) {
    for (int i = 0; i < count; i++) {
      write(peer, 0);
    }
    try {
      peer.sendUrgentData('!');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Socket peer, int value) {
    try {
      peer.getOutputStream().write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Watched oneShot(Watched end) {
    assumeFalse(end.transfer().isPersistent(READ), "poller has to be asked for events");
    return end;
  }

  /** Checks that a wait finds nothing and lasts, so that it is not busy either. */
  private void assertSilent(Watched end) throws PollerException {
    int before = end.events().count();
    long start = System.nanoTime();
    assertThat(poller.await(SHORT_NANOS)).isZero();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT_NANOS);
    poller.dispatch();
    assertThat(end.events().count()).isEqualTo(before);
  }
}
