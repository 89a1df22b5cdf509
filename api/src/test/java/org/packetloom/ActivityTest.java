// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.packetloom.serving.Activity;
import org.packetloom.serving.ServerLimits;

/** When a connection has exceeded its limits; time is what the tests say. */
class ActivityTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long RATE = 100; // bytes in a window of 4 s

  private final FakeStream stream = new FakeStream();

  private Activity activity(long firstByte, long idle, long total, long window) {
    var limits =
        new ServerLimits(
            10,
            0,
            firstByte * SECOND,
            idle * SECOND,
            total * SECOND,
            RATE,
            window * SECOND,
            DescriptorShortage.WAIT);
    return new Activity(stream.connector(), limits, 0);
  }

  private static Optional<ConnectionLimit> sweep(Activity activity, long second) {
    return activity.sweep(second * SECOND);
  }

  /** Sweeps each second; the second in which a limit is found, −1 if none is. */
  private static int sweepThrough(Activity activity, int from, int to, ConnectionLimit limit) {
    for (int second = from; second <= to; second++) {
      Optional<ConnectionLimit> found = sweep(activity, second);
      if (found.isPresent()) {
        assertThat(found).hasValue(limit);
        return second;
      }
    }
    return -1;
  }

  @Test
  void nothingIsExceededWithoutLimits() {
    assertThat(sweepThrough(activity(0, 0, 0, 0), 1, 10_000, ConnectionLimit.IDLE)).isEqualTo(-1);
  }

  @Test
  void idleBeginsAnewWithEachByteInEitherDirection() {
    Activity activity = activity(0, 4, 0, 0);
    assertThat(sweepThrough(activity, 1, 3, ConnectionLimit.IDLE)).isEqualTo(-1);
    stream.bytesRead = 1;
    assertThat(sweepThrough(activity, 4, 7, ConnectionLimit.IDLE)).isEqualTo(-1);
    stream.bytesWritten = 1;
    assertThat(sweepThrough(activity, 8, 20, ConnectionLimit.IDLE)).isEqualTo(12);
  }

  @Test
  void firstByteIsWaitedForOnce() {
    assertThat(sweepThrough(activity(3, 0, 0, 0), 1, 10, ConnectionLimit.FIRST_BYTE)).isEqualTo(3);

    stream.bytesRead = 16; // a header that was read before
    Activity activity = activity(3, 0, 0, 0);
    stream.bytesWritten = 9;
    assertThat(sweepThrough(activity, 1, 10, ConnectionLimit.FIRST_BYTE)).isEqualTo(3);

    Activity another = activity(3, 0, 0, 0);
    stream.bytesRead = 17;
    assertThat(sweepThrough(another, 1, 10, ConnectionLimit.FIRST_BYTE)).isEqualTo(-1);
  }

  @Test
  void totalTimeEndsBusyConnections() {
    Activity activity = activity(0, 4, 6, 0);
    for (int second = 1; second < 6; second++) {
      stream.bytesRead += 1_000_000;
      assertThat(sweep(activity, second)).isEmpty();
    }
    stream.bytesRead++;
    assertThat(sweep(activity, 6)).hasValue(ConnectionLimit.DEADLINE);
  }

  @Test
  void drippingRequestIsTooSlow() {
    Activity activity = activity(0, 0, 0, 4);
    stream.isAwaitingInput = true;
    assertThat(sweepThrough(activity, 1, 20, ConnectionLimit.RATE))
        .as("a peer that is silent from the start")
        .isEqualTo(-1);
    int found = -1;
    for (int second = 21; second < 30 && found < 0; second++) {
      stream.bytesRead++;
      found = sweepThrough(activity, second, second, ConnectionLimit.RATE);
    }
    assertThat(found).as("a window after the sweep before the first byte").isEqualTo(24);
  }

  @Test
  void requestAtTheRateIsNotTooSlow() {
    Activity activity = activity(0, 0, 0, 4);
    stream.isAwaitingInput = true;
    for (int second = 1; second < 50; second++) {
      stream.bytesRead += RATE / 4;
      assertThat(sweep(activity, second)).isEmpty();
    }
  }

  @Test
  void answeredPeerMayTakeItsTime() {
    Activity activity = activity(0, 0, 0, 4);
    stream.isAwaitingInput = true;
    for (int second = 1; second < 50; second++) {
      stream.bytesRead++;
      stream.bytesWritten++;
      assertThat(sweep(activity, second)).isEmpty();
    }
  }

  @Test
  void handlerThatIsSlowItselfIsNotThePeersFault() {
    Activity activity = activity(0, 0, 0, 4);
    for (int second = 1; second < 50; second++) {
      stream.bytesRead++;
      stream.isAwaitingInput = second % 4 != 0;
      assertThat(sweep(activity, second)).isEmpty();
    }
  }

  @Test
  void silenceInsideOfRequestIsLeftToTheIdleLimit() {
    Activity activity = activity(0, 30, 0, 4);
    stream.isAwaitingInput = true;
    stream.bytesRead = RATE;
    assertThat(sweepThrough(activity, 1, 100, ConnectionLimit.IDLE)).isEqualTo(31);
  }

  @Test
  void peerThatDoesNotTakeBytesIsTooSlow() {
    Activity activity = activity(0, 0, 0, 4);
    stream.isAwaitingOutput = true;
    assertThat(sweepThrough(activity, 1, 10, ConnectionLimit.RATE)).isEqualTo(4);
  }

  @Test
  void peerThatTakesBytesAtTheRateIsNotTooSlow() {
    Activity activity = activity(0, 0, 0, 4);
    stream.isAwaitingOutput = true;
    for (int second = 1; second < 50; second++) {
      stream.bytesWritten += RATE / 4;
      stream.bytesRead++; // not answered: it is the server who cannot write
      assertThat(sweep(activity, second)).isEmpty();
    }
    stream.isAwaitingOutput = false;
    assertThat(sweepThrough(activity, 50, 60, ConnectionLimit.RATE)).isEqualTo(-1);
  }
}
